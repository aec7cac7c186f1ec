/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* A certificate for 127.0.0.1 that its own key has signed, with that key: it
 * guards nothing, and no client may accept it. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "sim-private.h"

static const char PEM[] =
  "-----BEGIN CERTIFICATE-----\n"
  "MIIBszCCAVigAwIBAgIUT6ajZqeXvw+DAJHJaNaQXOOCU+swCgYIKoZIzj0EAwIw\n"
  "JTESMBAGA1UEAwwJMTI3LjAuMC4xMQ8wDQYDVQQKDAZOb2JvZHkwIBcNMjYxMTIz\n"
  "MDYzMTQwWhgPMjEyNjEwMzAwNjMxNDBaMCUxEjAQBgNVBAMMCTEyNy4wLjAuMTEP\n"
  "MA0GA1UECgwGTm9ib2R5MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAETyTXCUUO\n"
  "SYghJQXuh/fQM+LPN7AQ0YiTezNiZc9FisLoPKbamy2WcLnZmPjlqhKqxY378tjB\n"
  "w7/sl0pZ6HNc9qNkMGIwHQYDVR0OBBYEFO3Ix/c3o37/sQlovDyWYCq0gHbUMB8G\n"
  "A1UdIwQYMBaAFO3Ix/c3o37/sQlovDyWYCq0gHbUMA8GA1UdEwEB/wQFMAMBAf8w\n"
  "DwYDVR0RBAgwBocEfwAAATAKBggqhkjOPQQDAgNJADBGAiEAgEYSdMUWiYGVfFel\n"
  "Y0AkSXaoGqXMCVC2jp/mI7myvAMCIQClASctKI7IeURJDcq/50Cx6jeuJotuVdJC\n"
  "bR8xLUmXXg==\n"
  "-----END CERTIFICATE-----\n"
  "-----BEGIN PRIVATE KEY-----\n"
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg/NiskEDxLEpTE1sd\n"
  "KyNZTM1gBg/OKgqpcspJ3jCuRxWhRANCAARPJNcJRQ5JiCElBe6H99Az4s83sBDR\n"
  "iJN7M2Jlz0WKwug8ptqbLZZwudmY+OWqEqrFjfvy2MHDv+yXSlnoc1z2\n"
  "-----END PRIVATE KEY-----\n";

GTlsCertificate *
sim_bad_certificate (GError **error)
{
  return g_tls_certificate_new_from_pem (PEM, -1, error);
}
