namespace Gatehouse.Net.Http1;

/// <summary>How far a head has come.</summary>
internal enum Http1HeadStatus
{
    NeedMore,
    Complete,
    Rejected,

    /// <summary>The connection ended first.</summary>
    Closed,
}
