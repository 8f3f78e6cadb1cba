package dev.paddock.protocol.wire;

/** A struct that stands alone: a request, a response, a header, or a record's key or value. */
public interface Message extends Struct {}
