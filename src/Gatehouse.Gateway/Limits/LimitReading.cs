namespace Gatehouse.Gateway.Limits;

/// <summary>A live counter.</summary>
/// <param name="Rule">Its rule.</param>
/// <param name="Key">Whose it is, see <see cref="LimitCharge.Key"/>.</param>
/// <param name="Remaining">Units left.</param>
/// <param name="Reset">Nanoseconds until the whole limit is there again; <see cref="LimitCharge.Unknown"/> when nobody can know.</param>
internal readonly record struct LimitReading(LimitRule Rule, UInt128 Key, long Remaining, long Reset);
