using Gatehouse.Ai.Selection;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Where attempts are reserved for before, and accounted for after.</summary>
internal interface IAttemptBook
{
    /// <summary>
    /// Reserves what the attempt may cost; throws <see cref="Canonical.AiException"/> (BudgetExceeded, RateLimited; Unavailable when nothing can be written).
    /// The attempt is on disk when this completes.
    /// </summary>
    ValueTask<IAttemptAccount> BeginAsync(AttemptFacts facts);

    /// <summary>Notes an answer for which no vendor was asked.</summary>
    void Record(AiCall call, Deployment deployment, string model, bool isStream, AttemptEnd end);
}
