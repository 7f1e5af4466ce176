# SPDX-License-Identifier: GPL-3.0-or-later
"""Objects of other programs on the accessibility bus, asked directly. libatspi asks for each child
alone and is told of every change, which keeps a window with the sanitizers in it busier than all that
a story does; here all children come with one answer, and only the focus is told of."""

from typing import NamedTuple

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

ACCESSIBLE = "org.a11y.atspi.Accessible"
ACTION = "org.a11y.atspi.Action"
COMPONENT = "org.a11y.atspi.Component"
TEXT = "org.a11y.atspi.Text"
REGISTRY = "org.a11y.atspi.Registry"
NOTHING = "/org/a11y/atspi/null"
PATIENCE_MS = 60000  # a program that answers nothing for so long hangs


class Bus:
    """The connection, made when it is first needed."""

    connection = None

    @classmethod
    def get(cls):
        if cls.connection is None:
            session = Gio.bus_get_sync(Gio.BusType.SESSION)
            address, = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None,
                                         Gio.DBusCallFlags.NONE, PATIENCE_MS).unpack()
            cls.connection = Gio.DBusConnection.new_for_address_sync(
                address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        return cls.connection

    @classmethod
    def ask(cls, name, path, interface, method, arguments=None):
        """The answer, as a tuple; GLib.Error if the object is gone or does not understand."""
        return cls.get().call_sync(name, path, interface, method, arguments, None,
                                   Gio.DBusCallFlags.NONE, PATIENCE_MS).unpack()

    @classmethod
    def hear_focus(cls, name, heard):
        """Calls @heard with what has got the focus in the program @name, from the main context."""
        cls.ask(REGISTRY, "/org/a11y/atspi/registry", REGISTRY, "RegisterEvent",
                GLib.Variant("(sass)", ("object:state-changed:focused", [], "")))

        def told(connection, sender, path, interface, signal, arguments):
            if arguments.get_child_value(1).get_int32():
                heard(Accessible(sender, path))

        cls.get().signal_subscribe(name, "org.a11y.atspi.Event.Object", "StateChanged", None, "focused",
                                   Gio.DBusSignalFlags.NONE, told)


class Accessible(NamedTuple):
    """Where an object is: the program's name on the bus and a path within."""

    bus: str
    path: str

    def ask(self, interface, method, arguments=None):
        return Bus.ask(self.bus, self.path, interface, method, arguments)

    def get(self, interface, name):
        return self.ask("org.freedesktop.DBus.Properties", "Get", GLib.Variant("(ss)", (interface, name)))[0]

    def process(self):
        return Bus.ask("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                       "GetConnectionUnixProcessID", GLib.Variant("(s)", (self.bus,)))[0]

    def role(self):
        return Atspi.role_get_name(Atspi.Role(self.ask(ACCESSIBLE, "GetRole")[0]))

    def name(self):
        return self.get(ACCESSIBLE, "Name")

    def description(self):
        return self.get(ACCESSIBLE, "Description")

    def has(self, state):
        low, high = self.ask(ACCESSIBLE, "GetState")[0]
        return bool((high << 32 | low) >> int(state) & 1)

    def parent(self):
        found = Accessible(*self.get(ACCESSIBLE, "Parent"))
        return found if found.path != NOTHING else None

    def count(self):
        return self.get(ACCESSIBLE, "ChildCount")

    def child(self, i):
        found = Accessible(*self.ask(ACCESSIBLE, "GetChildAtIndex", GLib.Variant("(i)", (i,)))[0])
        return found if found.path != NOTHING else None

    def children(self):
        return [Accessible(*child) for child in self.ask(ACCESSIBLE, "GetChildren")[0]]

    def offers(self, interface):
        return interface in self.ask(ACCESSIBLE, "GetInterfaces")[0]

    def extents(self):
        """x, y, width and height within the window."""
        return self.ask(COMPONENT, "GetExtents", GLib.Variant("(u)", (int(Atspi.CoordType.WINDOW),)))[0]

    def text(self):
        n = self.get(TEXT, "CharacterCount")
        return self.ask(TEXT, "GetText", GLib.Variant("(ii)", (0, n)))[0]

    def set_text(self, text):
        return self.ask("org.a11y.atspi.EditableText", "SetTextContents", GLib.Variant("(s)", (text,)))[0]

    def actions(self):
        if not self.offers(ACTION):
            return []
        return [self.ask(ACTION, "GetName", GLib.Variant("(i)", (i,)))[0] for i in range(self.get(ACTION, "NActions"))]

    def act(self, i):
        return self.ask(ACTION, "DoAction", GLib.Variant("(i)", (i,)))[0]

    def select(self, i):
        return self.ask("org.a11y.atspi.Selection", "SelectChild", GLib.Variant("(i)", (i,)))[0]


DESKTOP = Accessible(REGISTRY, "/org/a11y/atspi/accessible/root")
