using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>
/// Record <c>healthchecks.ejection</c> (ours): how long an address that no probe brings back stays out before one request tries
/// it. Doubles with each time in a row, as nothing else keeps a broken address from being tried again and again.
/// </summary>
internal readonly record struct EjectionTimes(TimeSpan Base, TimeSpan Max)
{
    private static readonly TimeSpan Knock = TimeSpan.FromSeconds(1);

    public static EjectionTimes From(JsonObject? record)
    {
        var least = TimeSpan.FromSeconds(JsonScalars.AsNumber(record?["base_time"]) ?? 5);
        var most = TimeSpan.FromSeconds(JsonScalars.AsNumber(record?["max_time"]) ?? 60);
        return new EjectionTimes(least, most > least ? most : least);
    }

    /// <summary>
    /// The time of the <paramref name="times"/>-th ejection in a row. One that refuses connections is only knocked at when it is
    /// over, which costs no request, so its first is a second at most.
    /// </summary>
    public TimeSpan Of(int times, bool isKnocked)
    {
        var first = isKnocked && Base > Knock ? Knock : Base;
        double factor = Math.Pow(2, Math.Clamp(times - 1, 0, 30));
        return first * factor < Max ? first * factor : Max;
    }

    /// <summary>Between two knocks.</summary>
    public TimeSpan KnockInterval => Base < Knock ? Base : Knock;
}
