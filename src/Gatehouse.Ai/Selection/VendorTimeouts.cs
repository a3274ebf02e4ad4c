namespace Gatehouse.Ai.Selection;

/// <summary>How long a vendor may take.</summary>
/// <param name="Connect">To connect.</param>
/// <param name="FirstToken">From the call to the first content.</param>
/// <param name="Idle">Between two pieces of an answer.</param>
/// <param name="Total">For the whole call.</param>
internal sealed record VendorTimeouts(TimeSpan Connect, TimeSpan FirstToken, TimeSpan Idle, TimeSpan Total);
