namespace Gatehouse.Gateway.Http2.Server;

/// <summary>Which budget a connection exceeded.</summary>
internal enum FrameViolation
{
    None = 0,

    /// <summary>The client resets streams faster than anyone cancels requests.</summary>
    ResetFlood,

    /// <summary>The client provokes resets by us.</summary>
    ProvokedResetFlood,

    /// <summary>PING, SETTINGS, PRIORITY, empty DATA, unknown or superfluous WINDOW_UPDATE frames.</summary>
    ControlFlood,

    /// <summary>A header block of too many frames or bytes.</summary>
    HeaderBlockFlood,
}
