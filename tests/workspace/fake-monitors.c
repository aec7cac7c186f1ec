/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "fake-monitors.h"

/* The connection --------------------------------------------------------------- */

typedef struct {
  GObject  parent_instance;
  gboolean available;
  gboolean metered;
} FakeNetwork;

typedef GObjectClass FakeNetworkClass;

enum {
  PROP_0,
  PROP_AVAILABLE,
  PROP_METERED,
  PROP_CONNECTIVITY,
};

static void
network_iface_init (GNetworkMonitorInterface *iface)
{
}

static gboolean
fake_network_init_sync (GInitable     *initable,
                        GCancellable  *cancellable,
                        GError       **error)
{
  return TRUE;
}

static void
initable_iface_init (GInitableIface *iface)
{
  iface->init = fake_network_init_sync;
}

static GType fake_network_get_type (void);

G_DEFINE_TYPE_WITH_CODE (FakeNetwork, fake_network, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, initable_iface_init)
                         G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, network_iface_init))

static void
fake_network_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  FakeNetwork *self = (FakeNetwork *) object;

  switch (prop_id)
    {
    case PROP_AVAILABLE:
      g_value_set_boolean (value, self->available);
      break;
    case PROP_METERED:
      g_value_set_boolean (value, self->metered);
      break;
    case PROP_CONNECTIVITY:
      g_value_set_enum (value, self->available ? G_NETWORK_CONNECTIVITY_FULL
                                               : G_NETWORK_CONNECTIVITY_LOCAL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fake_network_class_init (FakeNetworkClass *klass)
{
  klass->get_property = fake_network_get_property;
  g_object_class_override_property (klass, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (klass, PROP_METERED, "network-metered");
  g_object_class_override_property (klass, PROP_CONNECTIVITY, "connectivity");
}

static void
fake_network_init (FakeNetwork *self)
{
  self->available = TRUE;
}

GNetworkMonitor *
fake_network_new (void)
{
  return g_object_new (fake_network_get_type (), NULL);
}

void
fake_network_set (GNetworkMonitor *network,
                  gboolean         available,
                  gboolean         metered)
{
  FakeNetwork *self = (FakeNetwork *) network;
  gboolean was_metered = self->metered;

  self->available = available;
  self->metered = metered;
  if (was_metered != metered)
    g_object_notify (G_OBJECT (network), "network-metered");
  g_signal_emit_by_name (network, "network-changed", available);
}

/* The battery ------------------------------------------------------------------- */

typedef struct {
  GObject  parent_instance;
  gboolean saving;
} FakePower;

typedef GObjectClass FakePowerClass;

static void
power_iface_init (GPowerProfileMonitorInterface *iface)
{
}

static GType fake_power_get_type (void);

G_DEFINE_TYPE_WITH_CODE (FakePower, fake_power, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, initable_iface_init)
                         G_IMPLEMENT_INTERFACE (G_TYPE_POWER_PROFILE_MONITOR, power_iface_init))

static void
fake_power_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  g_value_set_boolean (value, ((FakePower *) object)->saving);
}

static void
fake_power_class_init (FakePowerClass *klass)
{
  klass->get_property = fake_power_get_property;
  g_object_class_override_property (klass, 1, "power-saver-enabled");
}

static void
fake_power_init (FakePower *self)
{
}

GPowerProfileMonitor *
fake_power_new (void)
{
  return g_object_new (fake_power_get_type (), NULL);
}

void
fake_power_set (GPowerProfileMonitor *power,
                gboolean              saving)
{
  ((FakePower *) power)->saving = saving;
  g_object_notify (G_OBJECT (power), "power-saver-enabled");
}
