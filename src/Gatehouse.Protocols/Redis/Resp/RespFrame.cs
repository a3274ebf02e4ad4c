namespace Gatehouse.Protocols.Redis.Resp;

/// <summary>An aggregate that is being read.</summary>
internal struct RespFrame
{
    /// <summary>Its value, or the first of the values to forget when it is an attribute.</summary>
    public int Node;

    /// <summary>Children to come.</summary>
    public int Left;

    /// <summary>Whether it stands before a value and is no value itself.</summary>
    public bool IsAttribute;
}
