namespace Gatehouse.Gateway.Identity.Tokens;

/// <summary>A moment by both clocks: the steady one, which nobody can set back, and the wall clock, which <c>exp</c> is written in.</summary>
/// <param name="Timestamp">Steady: <see cref="TimeProvider.GetTimestamp"/>.</param>
/// <param name="UnixMilliseconds">Wall.</param>
internal readonly record struct Moment(long Timestamp, long UnixMilliseconds)
{
    /// <summary>Now.</summary>
    public static Moment Of(TimeProvider time) => new(time.GetTimestamp(), time.GetUtcNow().ToUnixTimeMilliseconds());
}
