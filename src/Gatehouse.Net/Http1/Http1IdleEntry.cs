namespace Gatehouse.Net.Http1;

/// <summary>
/// A connection's place in its pool: in the stack of its key and in the list of all idle connections by age. Made once per
/// connection, so that going idle allocates nothing.
/// </summary>
internal sealed class Http1IdleEntry(Http1ClientConnection connection, Http1IdleStack stack)
{
    public Http1ClientConnection Connection { get; } = connection;

    public Http1IdleStack Stack { get; } = stack;

    public long IdleSince { get; set; }

    /// <summary>Neighbours in the stack of the key: below = idle longer.</summary>
    public Http1IdleEntry? Above { get; set; }

    public Http1IdleEntry? Below { get; set; }

    /// <summary>Neighbours in the list of all.</summary>
    public Http1IdleEntry? Newer { get; set; }

    public Http1IdleEntry? Older { get; set; }
}
