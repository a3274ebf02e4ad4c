using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Accounting.Prices;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Accounting;

/// <summary>Makes entries of attempts.</summary>
internal static class EntryMaker
{
    /// <summary>The entry that is true if nothing more is ever heard of an attempt: likely input, and all the output that was allowed.</summary>
    public static LedgerEntry Interrupted(Admission admission) => Priced(
        admission, admission.Estimate.Observed(null), admission.Prices, admission.Attempt.ServiceTier,
        new AttemptResult { Outcome = AttemptOutcome.Interrupted }, 0, isEstimated: true);

    /// <summary>The entry of an attempt that ended.</summary>
    public static LedgerEntry Ended(Admission admission, in AttemptResult result, PriceBook book, long latencyMilliseconds) => Priced(
        admission, UsageOf(admission, result), PricesOf(admission, result.VendorModel, book), result.ServiceTier ?? admission.Attempt.ServiceTier,
        result, latencyMilliseconds, isEstimated: false);

    /// <summary>As much of an attempt as its entry tells.</summary>
    public static AttemptContext ContextOf(LedgerEntry entry) => new()
    {
        AttemptId = entry.AttemptId,
        RequestId = entry.RequestId,
        ConsumerId = entry.ConsumerId,
        ConsumerName = entry.ConsumerName,
        Groups = entry.Groups,
        Model = entry.Model,
        ProviderType = "",
        Provider = entry.Provider,
        Deployment = entry.Deployment,
        VendorModel = entry.VendorModel,
    };

    private static LedgerEntry Priced(
        Admission admission, TokenUsage usage, PriceSchedule? prices, string? tier, in AttemptResult result, long latencyMilliseconds, bool isEstimated)
    {
        var attempt = admission.Attempt;
        var cost = Cost.Of(usage, prices, new CostContext(admission.Time, tier, attempt.Region, attempt.IsBatch));
        return new LedgerEntry
        {
            AttemptId = attempt.AttemptId,
            RequestId = attempt.RequestId,
            Time = admission.Time,
            ConsumerId = attempt.ConsumerId,
            ConsumerName = attempt.ConsumerName,
            Groups = attempt.Groups,
            CredentialId = attempt.CredentialId,
            Model = attempt.Model,
            Provider = attempt.Provider,
            Deployment = attempt.Deployment,
            VendorModel = result.VendorModel ?? attempt.VendorModel,
            Usage = usage,

            // Nobody pays for a vendor that was not asked, or that said nothing but no.
            Cost = usage.TotalInput + usage.TotalOutput == 0 && (result.Outcome is AttemptOutcome.Cached or AttemptOutcome.VendorFailed) ? 0 : cost.Usd,
            PriceVersion = prices?.Version ?? "",
            IsEstimated = isEstimated || usage.IsEstimated || cost.IsApproximate,
            Outcome = result.Outcome,
            LatencyMilliseconds = latencyMilliseconds,
            FirstTokenMilliseconds = result.FirstTokenMilliseconds,
            IsStream = attempt.IsStream,
            DataClass = attempt.DataClass,
            Tags = attempt.Tags,
        };
    }

    // Streams that break have told the input and not the output: what is missing is estimated, what was told is kept.
    private static TokenUsage UsageOf(Admission admission, in AttemptResult result)
    {
        var told = result.Usage ?? default;
        if (result.Outcome is AttemptOutcome.Cached or AttemptOutcome.VendorFailed || (result.Outcome == AttemptOutcome.Completed && !told.IsEmpty))
        {
            return told;
        }

        var likely = admission.Estimate.Observed(told.IsEmpty ? result.OutputCharacters : result.OutputCharacters ?? 0);
        bool isInputTold = told.TotalInput > 0;
        bool isOutputTold = told.TotalOutput > 0 && result.Outcome == AttemptOutcome.Completed;
        long output = Math.Max(likely.Output ?? 0, told.TotalOutput) - (told.Reasoning ?? 0) - (told.OutputAudio ?? 0);
        return told with
        {
            Input = isInputTold ? told.Input : likely.Input,
            Output = isOutputTold ? told.Output : Math.Max(output, told.Output ?? 0),
            IsEstimated = told.IsEstimated || !isInputTold || (!isOutputTold && output > (told.Output ?? 0)),
        };
    }

    // The vendor says which issue of a model answered, and that is what it bills. The region is that of the id which was asked.
    private static PriceSchedule? PricesOf(Admission admission, string? answered, PriceBook book)
    {
        var attempt = admission.Attempt;
        if (answered is null || answered == attempt.VendorModel || book.Find(attempt.ProviderType, answered, attempt.Deployment) is not { } found)
        {
            return admission.Prices;
        }

        return admission.Prices is { } asked && asked.Region != found.Region ? found.With(found.Version, asked.Region) : found;
    }
}
