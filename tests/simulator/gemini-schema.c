/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* The names and types of what requests may hold: the discovery document of
 * v1beta (revision 20260717), but for what the platform alone writes, and, for
 * corpora, the older protos. Google's own library sends the type and size of a
 * file, although the document has it that these are written alone. "$" is a
 * string, "%" base64, "#" a whole number or one as a string, "." a number, "?" a
 * boolean, "*" anything, "(A|B)" one of these words; "[" a list of what follows,
 * "{" a map of it, and a name another row. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "gemini-check.h"

const GeminiSchema GEMINI_SCHEMAS[] = {
  { "AudioResponseFormat",
    "bitRate:# delivery:(INLINE|URI) "
    "mimeType:(AUDIO_MP3|AUDIO_OGG_OPUS|AUDIO_L16|AUDIO_WAV|AUDIO_ALAW|AUDIO_MULAW) "
    "sampleRate:#" },
  { "BatchCreateChunksRequest",
    "requests:[CreateChunkRequest" },
  { "Blob",
    "data:% mimeType:$" },
  { "Chunk",
    "name:$ data:ChunkData customMetadata:[CustomMetadata createTime:$ updateTime:$ "
    "state:(STATE_PENDING_PROCESSING|STATE_ACTIVE|STATE_FAILED)" },
  { "ChunkData",
    "stringValue:$" },
  { "ChunkingConfig",
    "whiteSpaceConfig:WhiteSpaceConfig" },
  { "CodeExecution",
    "" },
  { "CodeExecutionResult",
    "id:$ outcome:(OUTCOME_OK|OUTCOME_FAILED|OUTCOME_DEADLINE_EXCEEDED) output:$" },
  { "ComputerUse",
    "disabledSafetyPolicies:[(FINANCIAL_TRANSACTIONS|SENSITIVE_DATA_MODIFICATION|"
    "COMMUNICATION_TOOL|ACCOUNT_CREATION|DATA_MODIFICATION|USER_CONSENT_MANAGEMENT|"
    "LEGAL_TERMS_AND_AGREEMENTS) enablePromptInjectionDetection:? "
    "environment:(ENVIRONMENT_BROWSER|ENVIRONMENT_MOBILE|ENVIRONMENT_DESKTOP) "
    "excludedPredefinedFunctions:[$" },
  { "Condition",
    "numericValue:. "
    "operation:(LESS|LESS_EQUAL|EQUAL|GREATER_EQUAL|GREATER|NOT_EQUAL|INCLUDES|EXCLUDES) "
    "stringValue:$" },
  { "Content",
    "parts:[Part role:$" },
  { "Corpus",
    "createTime:$ displayName:$ name:$ updateTime:$" },
  { "CountTokensRequest",
    "contents:[Content generateContentRequest:GenerateContentRequest" },
  { "CreateChunkRequest",
    "parent:$ chunk:Chunk" },
  { "CreateFileRequest",
    "file:File" },
  { "CustomMetadata",
    "key:$ numericValue:. stringListValue:StringList stringValue:$" },
  { "Document",
    "name:$ displayName:$ customMetadata:[CustomMetadata updateTime:$ createTime:$" },
  { "DynamicRetrievalConfig",
    "dynamicThreshold:. mode:(MODE_DYNAMIC)" },
  { "ExecutableCode",
    "code:$ id:$ language:(PYTHON)" },
  { "File",
    "displayName:$ mimeType:$ name:$ sizeBytes:# source:(UPLOADED|GENERATED|REGISTERED)" },
  { "FileData",
    "fileUri:$ mimeType:$" },
  { "FileSearch",
    "fileSearchStoreNames:[$ metadataFilter:$ topK:#" },
  { "FileSearchStore",
    "displayName:$ embeddingModel:$" },
  { "FunctionCall",
    "args:* id:$ name:$" },
  { "FunctionCallingConfig",
    "allowedFunctionNames:[$ mode:(AUTO|ANY|NONE|VALIDATED)" },
  { "FunctionDeclaration",
    "behavior:(BLOCKING|NON_BLOCKING) description:$ name:$ parameters:Schema "
    "parametersJsonSchema:* response:Schema responseJsonSchema:*" },
  { "FunctionResponse",
    "id:$ name:$ parts:[FunctionResponsePart response:* "
    "scheduling:(SILENT|WHEN_IDLE|INTERRUPT) willContinue:?" },
  { "FunctionResponseBlob",
    "data:% mimeType:$" },
  { "FunctionResponsePart",
    "inlineData:FunctionResponseBlob" },
  { "GenerateAnswerRequest",
    "answerStyle:(ABSTRACTIVE|EXTRACTIVE|VERBOSE) contents:[Content "
    "inlinePassages:GroundingPassages safetySettings:[SafetySetting "
    "semanticRetriever:SemanticRetrieverConfig temperature:." },
  { "GenerateContentRequest",
    "cachedContent:$ contents:[Content generationConfig:GenerationConfig model:$ "
    "safetySettings:[SafetySetting serviceTier:(standard|flex|priority) store:? "
    "systemInstruction:Content toolConfig:ToolConfig tools:[Tool" },
  { "GenerationConfig",
    "_responseJsonSchema:* candidateCount:# enableAffectiveDialog:? "
    "enableEnhancedCivicAnswers:? frequencyPenalty:. imageConfig:ImageConfig logprobs:# "
    "maxOutputTokens:# mediaResolution:(MEDIA_RESOLUTION_LOW|MEDIA_RESOLUTION_MEDIUM|"
    "MEDIA_RESOLUTION_HIGH) presencePenalty:. responseFormat:ResponseFormatConfig "
    "responseJsonSchema:* responseLogprobs:? responseMimeType:$ "
    "responseModalities:[(TEXT|IMAGE|AUDIO) responseSchema:Schema seed:# "
    "speechConfig:SpeechConfig stopSequences:[$ temperature:. "
    "thinkingConfig:ThinkingConfig topK:# topP:. translationConfig:TranslationConfig" },
  { "GoogleMaps",
    "enableWidget:?" },
  { "GoogleSearch",
    "searchTypes:SearchTypes timeRangeFilter:Interval" },
  { "GoogleSearchRetrieval",
    "dynamicRetrievalConfig:DynamicRetrievalConfig" },
  { "GroundingPassage",
    "content:Content id:$" },
  { "GroundingPassages",
    "passages:[GroundingPassage" },
  { "ImageConfig",
    "aspectRatio:$ imageSize:$" },
  { "ImageResponseFormat",
    "aspectRatio:(ASPECT_RATIO_ONE_BY_ONE|ASPECT_RATIO_TWO_BY_THREE|"
    "ASPECT_RATIO_THREE_BY_TWO|ASPECT_RATIO_THREE_BY_FOUR|ASPECT_RATIO_FOUR_BY_THREE|"
    "ASPECT_RATIO_FOUR_BY_FIVE|ASPECT_RATIO_FIVE_BY_FOUR|"
    "ASPECT_RATIO_NINE_BY_SIXTEEN|ASPECT_RATIO_SIXTEEN_BY_NINE|"
    "ASPECT_RATIO_TWENTY_ONE_BY_NINE|ASPECT_RATIO_ONE_BY_EIGHT|"
    "ASPECT_RATIO_EIGHT_BY_ONE|ASPECT_RATIO_ONE_BY_FOUR|ASPECT_RATIO_FOUR_BY_ONE) "
    "delivery:(INLINE|URI) "
    "imageSize:(IMAGE_SIZE_FIVE_TWELVE|IMAGE_SIZE_ONE_K|IMAGE_SIZE_TWO_K|"
    "IMAGE_SIZE_FOUR_K) mimeType:(IMAGE_JPEG)" },
  { "ImageSearch",
    "" },
  { "ImportFileRequest",
    "chunkingConfig:ChunkingConfig customMetadata:[CustomMetadata fileName:$" },
  { "Interval",
    "endTime:$ startTime:$" },
  { "LatLng",
    "latitude:. longitude:." },
  { "McpServer",
    "name:$ streamableHttpTransport:StreamableHttpTransport" },
  { "MediaResolution",
    "level:(MEDIA_RESOLUTION_LOW|MEDIA_RESOLUTION_MEDIUM|MEDIA_RESOLUTION_HIGH|"
    "MEDIA_RESOLUTION_ULTRA_HIGH)" },
  { "MetadataFilter",
    "conditions:[Condition key:$" },
  { "MultiSpeakerVoiceConfig",
    "speakerVoiceConfigs:[SpeakerVoiceConfig" },
  { "Part",
    "codeExecutionResult:CodeExecutionResult executableCode:ExecutableCode "
    "fileData:FileData functionCall:FunctionCall functionResponse:FunctionResponse "
    "inlineData:Blob mediaResolution:MediaResolution partMetadata:* text:$ thought:? "
    "thoughtSignature:% toolCall:ToolCall toolResponse:ToolResponse "
    "videoMetadata:VideoMetadata" },
  { "PrebuiltVoiceConfig",
    "voiceName:$" },
  { "QueryRequest",
    "query:$ metadataFilters:[MetadataFilter resultsCount:#" },
  { "ResponseFormatConfig",
    "audio:AudioResponseFormat image:ImageResponseFormat text:TextResponseFormat" },
  { "RetrievalConfig",
    "languageCode:$ latLng:LatLng" },
  { "SafetySetting",
    "category:(HARM_CATEGORY_DEROGATORY|HARM_CATEGORY_TOXICITY|"
    "HARM_CATEGORY_VIOLENCE|HARM_CATEGORY_SEXUAL|HARM_CATEGORY_MEDICAL|"
    "HARM_CATEGORY_DANGEROUS|HARM_CATEGORY_HARASSMENT|HARM_CATEGORY_HATE_SPEECH|"
    "HARM_CATEGORY_SEXUALLY_EXPLICIT|HARM_CATEGORY_DANGEROUS_CONTENT|"
    "HARM_CATEGORY_CIVIC_INTEGRITY|HARM_CATEGORY_JAILBREAK) "
    "threshold:(BLOCK_LOW_AND_ABOVE|BLOCK_MEDIUM_AND_ABOVE|BLOCK_ONLY_HIGH|BLOCK_NONE|OFF)" },
  { "Schema",
    "anyOf:[Schema default:* description:$ enum:[$ example:* format:$ items:Schema "
    "maxItems:# maxLength:# maxProperties:# maximum:. minItems:# minLength:# "
    "minProperties:# minimum:. nullable:? pattern:$ properties:{Schema propertyOrdering:[$ "
    "required:[$ title:$ type:(STRING|NUMBER|INTEGER|BOOLEAN|ARRAY|OBJECT|NULL)" },
  { "SearchTypes",
    "imageSearch:ImageSearch webSearch:WebSearch" },
  { "SemanticRetrieverConfig",
    "maxChunksCount:# metadataFilters:[MetadataFilter minimumRelevanceScore:. "
    "query:Content source:$" },
  { "SpeakerVoiceConfig",
    "speaker:$ voiceConfig:VoiceConfig" },
  { "SpeechConfig",
    "languageCode:$ multiSpeakerVoiceConfig:MultiSpeakerVoiceConfig voiceConfig:VoiceConfig" },
  { "StreamableHttpTransport",
    "headers:* sseReadTimeout:$ terminateOnClose:? timeout:$ url:$" },
  { "StringList",
    "values:[$" },
  { "TextResponseFormat",
    "mimeType:(APPLICATION_JSON|TEXT_PLAIN) schema:*" },
  { "ThinkingConfig",
    "includeThoughts:? thinkingBudget:# thinkingLevel:(MINIMAL|LOW|MEDIUM|HIGH)" },
  { "Tool",
    "codeExecution:CodeExecution computerUse:ComputerUse fileSearch:FileSearch "
    "functionDeclarations:[FunctionDeclaration googleMaps:GoogleMaps "
    "googleSearch:GoogleSearch googleSearchRetrieval:GoogleSearchRetrieval "
    "mcpServers:[McpServer urlContext:UrlContext" },
  { "ToolCall",
    "args:* id:$ toolType:(GOOGLE_SEARCH_WEB|GOOGLE_SEARCH_IMAGE|URL_CONTEXT|GOOGLE_MAPS|"
    "FILE_SEARCH)" },
  { "ToolConfig",
    "functionCallingConfig:FunctionCallingConfig includeServerSideToolInvocations:? "
    "retrievalConfig:RetrievalConfig" },
  { "ToolResponse",
    "id:$ response:* "
    "toolType:(GOOGLE_SEARCH_WEB|GOOGLE_SEARCH_IMAGE|URL_CONTEXT|GOOGLE_MAPS|FILE_SEARCH)" },
  { "TranslationConfig",
    "echoTargetLanguage:? targetLanguageCode:$" },
  { "UploadToFileSearchStoreRequest",
    "chunkingConfig:ChunkingConfig customMetadata:[CustomMetadata displayName:$ mimeType:$" },
  { "UrlContext",
    "" },
  { "VideoMetadata",
    "endOffset:$ fps:. startOffset:$" },
  { "VoiceConfig",
    "prebuiltVoiceConfig:PrebuiltVoiceConfig" },
  { "WebSearch",
    "" },
  { "WhiteSpaceConfig",
    "maxOverlapTokens:# maxTokensPerChunk:#" },
  { NULL, NULL },
};
