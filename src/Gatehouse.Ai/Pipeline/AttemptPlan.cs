using Gatehouse.Ai.Accounting.Prices;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Selection;

namespace Gatehouse.Ai.Pipeline;

/// <summary>What the attempts of one request have in common: what is sent to whichever deployment, and how its answer is received.</summary>
internal abstract class AttemptPlan
{
    public required RequestNeeds Needs { get; init; }

    public required TokenEstimate Estimate { get; init; }

    public virtual bool IsStream => false;

    public virtual bool IsEmbedding => false;

    /// <summary>Whether two deployments may be asked at once: nothing of the answer is kept here before it is whole.</summary>
    public virtual bool CanHedge => false;

    /// <summary>The call for a deployment; throws <see cref="AiException"/> for what cannot be said there.</summary>
    /// <param name="deployment">Whom it is for.</param>
    /// <param name="notes">Gets what is left out.</param>
    /// <param name="isPassed">Whether the client's own bytes are sent.</param>
    public abstract VendorRequest Encode(Deployment deployment, EncodeNotes notes, out bool isPassed);

    /// <summary>
    /// Receives an answer (2xx) until nothing can replace it any more: the first content of a stream, the whole of anything else. Null, or why the
    /// attempt failed.
    /// </summary>
    public abstract ValueTask<AiError?> ReceiveAsync(LiveAttempt attempt);
}
