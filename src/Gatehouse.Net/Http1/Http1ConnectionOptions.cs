namespace Gatehouse.Net.Http1;

/// <summary>The options of a message's Connection fields that the engine acts on (RFC 9110 §7.6.1).</summary>
[Flags]
internal enum Http1ConnectionOptions
{
    None = 0,
    Close = 1,
    KeepAlive = 2,
    Upgrade = 4,
}
