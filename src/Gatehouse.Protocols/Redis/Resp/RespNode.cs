namespace Gatehouse.Protocols.Redis.Resp;

/// <summary>One value of a message; the values stand in the order in which they came.</summary>
internal struct RespNode
{
    /// <summary>What it is.</summary>
    public RespKind Kind;

    /// <summary>Index behind its last descendant.</summary>
    public int Next;

    /// <summary>Integer, truth value, bits of a double, or number of children.</summary>
    public long Number;

    /// <summary>Where its text starts.</summary>
    public int Start;

    /// <summary>Bytes of its text.</summary>
    public int Length;
}
