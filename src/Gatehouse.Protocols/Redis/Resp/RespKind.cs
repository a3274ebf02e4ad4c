namespace Gatehouse.Protocols.Redis.Resp;

/// <summary>Kind of a value as the reader keeps it (RESP3, section "Types"). Names by which two spellings mean the same are one.</summary>
public enum RespKind : byte
{
    /// <summary>No value: <c>_</c>, <c>$-1</c>, <c>*-1</c>.</summary>
    Null,

    /// <summary>Status line, <c>+</c>.</summary>
    Simple,

    /// <summary>Error, <c>-</c> or <c>!</c>; its first word is the code.</summary>
    Error,

    /// <summary>64-bit integer, <c>:</c>.</summary>
    Integer,

    /// <summary>Bytes, <c>$</c>.</summary>
    Bulk,

    /// <summary>Text with a format, <c>=</c>; the format is left out.</summary>
    Verbatim,

    /// <summary>Floating point number, <c>,</c>.</summary>
    Double,

    /// <summary>Truth value, <c>#</c>; 1 or 0.</summary>
    Boolean,

    /// <summary>Integer beyond 64 bits as its digits, <c>(</c>.</summary>
    BigNumber,

    /// <summary>List, <c>*</c>.</summary>
    Array,

    /// <summary>Set, <c>~</c>.</summary>
    Set,

    /// <summary>Keys and values in turn, <c>%</c>.</summary>
    Map,

    /// <summary>Message that answers nothing, <c>&gt;</c>.</summary>
    Push,
}
