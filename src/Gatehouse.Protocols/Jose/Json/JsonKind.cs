namespace Gatehouse.Protocols.Jose.Json;

/// <summary>Kinds of JSON values.</summary>
public enum JsonKind : byte
{
    /// <summary>There is no such value.</summary>
    Missing,

    /// <summary><c>null</c>.</summary>
    Null,

    /// <summary><c>true</c>.</summary>
    True,

    /// <summary><c>false</c>.</summary>
    False,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string.</summary>
    String,

    /// <summary>An array.</summary>
    Array,

    /// <summary>An object.</summary>
    Object,
}
