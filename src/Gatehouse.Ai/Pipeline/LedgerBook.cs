using System.Globalization;
using Gatehouse.Ai.Accounting;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Configuration;
using Gatehouse.Ai.Selection;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Attempts on the node's ledger and against its budgets.</summary>
internal sealed class LedgerBook(AiBooks books, TimeProvider time) : IAttemptBook
{
    /// <inheritdoc/>
    public async ValueTask<IAttemptAccount> BeginAsync(AttemptFacts facts)
    {
        var accountant = await books.UseAsync();
        var admission = await accountant.ReserveAsync(ContextOf(facts.Call, facts.Deployment, facts.Model, facts.IsStream), facts.Estimate);
        return admission.Refusal is { } refusal ? throw new AiException(ErrorOf(refusal)) : new Account(accountant, admission);
    }

    /// <inheritdoc/>
    public void Record(AiCall call, Deployment deployment, string model, bool isStream, AttemptEnd end)
        => books.Opened.Record(ContextOf(call, deployment, model, isStream), ResultOf(end));

    private static AttemptContext ContextOf(AiCall call, Deployment deployment, string model, bool isStream) => new()
    {
        AttemptId = Guid.CreateVersion7(),
        RequestId = call.RequestId,
        ConsumerId = call.ConsumerId,
        ConsumerName = call.ConsumerName,
        Groups = call.Groups.Count == 0 ? [] : [.. call.Groups.Select(g => g.Name)],
        CredentialId = call.CredentialId,
        Model = model,
        ProviderType = ProviderDefaults.TypeOf(deployment.Provider.Address.Kind),
        Provider = deployment.Provider.Name,
        Deployment = deployment.Name,
        VendorModel = deployment.Vendor.Id,
        Region = deployment.Region,
        IsStream = isStream,
        DataClass = call.Clearance?.Classification.Class.Name,
        Prices = deployment.Prices,
        MaxDuration = deployment.Provider.Timeouts.Total,
    };

    private static AttemptResult ResultOf(AttemptEnd end) => new()
    {
        Outcome = end.Outcome,
        Usage = end.Usage,
        OutputCharacters = end.OutputCharacters,
        ServiceTier = end.ServiceTier,
        FirstTokenMilliseconds = (long?)end.FirstToken?.TotalMilliseconds,
    };

    private AiError ErrorOf(Refusal refusal)
    {
        TimeSpan? pause = refusal.ResetsAt is { } reset ? reset - time.GetUtcNow() : null;
        string name = refusal.Budget is { } budget ? $" '{budget}'" : "";
        return refusal.Reason switch
        {
            RefusalReason.Budget => new AiError(AiErrorKind.BudgetExceeded, $"The budget{name} is used up{Until(refusal)}.") { RetryAfter = pause, ShouldRetry = false },
            RefusalReason.Tokens => new AiError(AiErrorKind.RateLimited, $"The tokens per minute of{name} are used up.") { RetryAfter = pause },
            RefusalReason.Requests => new AiError(AiErrorKind.RateLimited, $"The requests per minute of{name} are used up.") { RetryAfter = pause },
            RefusalReason.Concurrency => new AiError(AiErrorKind.RateLimited, $"Too many requests at the same time for{name}.") { RetryAfter = TimeSpan.FromSeconds(1) },
            RefusalReason.PriceUnknown => new AiError(
                AiErrorKind.BudgetExceeded, $"The budget{name} applies, and what the model costs is not known. An operator can set a price for the deployment.")
            { ShouldRetry = false },
            _ => new AiError(AiErrorKind.Overloaded, "Nothing can be accounted for at the moment.") { RetryAfter = TimeSpan.FromSeconds(1) },
        };
    }

    private static string Until(Refusal refusal)
        => refusal.ResetsAt is { } reset ? string.Create(CultureInfo.InvariantCulture, $" until {reset:yyyy-MM-ddTHH:mm:ssZ}") : "";

    private sealed class Account(Accountant accountant, Admission admission) : IAttemptAccount
    {
        public decimal? End(AttemptEnd end) => accountant.Settle(admission, ResultOf(end))?.Cost;

        public void Release() => accountant.Release(admission);
    }
}
