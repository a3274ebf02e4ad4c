namespace Gatehouse.Gateway.Limits;

/// <summary>One charge of a request against one rule, and what the store said. Times are nanoseconds from now on.</summary>
internal struct LimitCharge
{
    /// <summary><see cref="Reset"/> or <see cref="RetryAfter"/> that nobody can know: somebody else must finish first.</summary>
    public const long Unknown = -1;

    /// <summary><see cref="RetryAfter"/> of a cost that is greater than the limit: waiting does not help.</summary>
    public const long Never = long.MaxValue;

    /// <summary>The rule.</summary>
    public LimitRule Rule;

    /// <summary>Whose counter: hash of the identity, by the store's <see cref="ILimitStore.Keys"/>; without the rule's salt.</summary>
    public UInt128 Key;

    /// <summary>Units, 0 to <see cref="LimitRule.MaxUnits"/>. 0 asks how things stand and is admitted while a unit would be.</summary>
    public long Cost;

    /// <summary>Whether this charge by itself is within its limit.</summary>
    public bool IsAdmitted;

    /// <summary>Units left after the decision, never below 0; of a denied request what is left without it.</summary>
    public long Remaining;

    /// <summary>
    /// Time until the whole limit is there again if nobody takes more: end of the fixed window, last unit leaving the sliding one, bucket
    /// full. <see cref="Unknown"/> for concurrency in use.
    /// </summary>
    public long Reset;

    /// <summary>
    /// Time after which this cost is admitted if nobody takes more; 0 when admitted, <see cref="Unknown"/> for concurrency,
    /// <see cref="Never"/> when the cost is greater than the limit (or burst).
    /// </summary>
    public long RetryAfter;

    /// <summary>Of which term of a lease it was taken, 0 = of none; the store's own business.</summary>
    public long Term;

    /// <summary>Where the store booked it, for <see cref="ILimitStore.Refund"/>; the store's own business.</summary>
    public long Booking;
}
