using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Pipeline;
using Gatehouse.Ai.Selection;
using Xunit;

namespace Gatehouse.Ai.Tests.Pipeline;

/// <summary>Books attempts in memory.</summary>
internal sealed class RecordingBook : IAttemptBook
{
    public int Begun { get; private set; }

    public List<(string Deployment, AttemptOutcome Outcome)> Ended { get; } = [];

    public AiError? Refusal { get; set; }

    public ValueTask<IAttemptAccount> BeginAsync(AttemptFacts facts)
    {
        if (Refusal is { } refusal)
        {
            throw new AiException(refusal);
        }

        Begun++;
        return ValueTask.FromResult<IAttemptAccount>(new Account(this, facts.Deployment.Name));
    }

    public void Record(AiCall call, Deployment deployment, string model, bool isStream, AttemptEnd end) => Ended.Add((deployment.Name, end.Outcome));

    internal sealed class Account(RecordingBook book, string deployment) : IAttemptAccount
    {
        public decimal? End(AttemptEnd end)
        {
            book.Ended.Add((deployment, end.Outcome));
            return 0.5m;
        }

        public void Release()
        {
        }
    }
}
