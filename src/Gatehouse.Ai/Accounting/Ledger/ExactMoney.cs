namespace Gatehouse.Ai.Accounting.Ledger;

/// <summary>
/// USD as two integers that a database adds up without an error: billionths, and billionths of these. 18 places hold every product of a rate
/// per million tokens with up to six places and factors with two.
/// </summary>
internal static class ExactMoney
{
    private const decimal Billion = 1_000_000_000m;

    private const decimal Most = long.MaxValue / Billion;

    /// <summary>The two parts; what two parts cannot hold becomes the most they can, so that no entry keeps those behind it from the database.</summary>
    public static (long Nano, long Atto) Split(decimal usd)
    {
        usd = Math.Clamp(usd, -Most, Most - 1);
        decimal nano = decimal.Floor(usd * Billion);
        decimal atto = decimal.Round(((usd * Billion) - nano) * Billion, MidpointRounding.ToEven);
        return atto == Billion ? ((long)nano + 1, 0) : ((long)nano, (long)atto);
    }

    /// <summary>The sum of the two parts.</summary>
    public static decimal Join(long nano, long atto) => (nano / Billion) + (atto / (Billion * Billion));

    /// <summary>Billionths, rounded up: what a counter reserves and books, so that it never says less than was spent.</summary>
    public static long NanoUp(decimal usd)
        => usd >= long.MaxValue / Billion ? long.MaxValue : (long)decimal.Ceiling(usd * Billion);
}
