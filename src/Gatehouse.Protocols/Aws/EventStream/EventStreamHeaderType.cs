namespace Gatehouse.Protocols.Aws.EventStream;

/// <summary>Type of a header's value; the numbers are those on the wire.</summary>
public enum EventStreamHeaderType
{
    /// <summary>True, no octets.</summary>
    True = 0,

    /// <summary>False, no octets.</summary>
    False = 1,

    /// <summary>Signed, 1 octet.</summary>
    Int8 = 2,

    /// <summary>Signed, 2 octets.</summary>
    Int16 = 3,

    /// <summary>Signed, 4 octets.</summary>
    Int32 = 4,

    /// <summary>Signed, 8 octets.</summary>
    Int64 = 5,

    /// <summary>At most 32,767 octets.</summary>
    Bytes = 6,

    /// <summary>UTF-8, at most 32,767 octets.</summary>
    Text = 7,

    /// <summary>Milliseconds since 1970, signed, 8 octets.</summary>
    Timestamp = 8,

    /// <summary>16 octets, big-endian.</summary>
    Uuid = 9,
}
