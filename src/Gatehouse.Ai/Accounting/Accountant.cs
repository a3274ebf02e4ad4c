using System.Runtime.CompilerServices;
using Gatehouse.Ai.Accounting.Budgets;
using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Accounting.Prices;
using Gatehouse.Ai.Accounting.Spooling;
using Gatehouse.Gateway.Redis;
using Gatehouse.Net.Loops;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Ai.Accounting;

/// <summary>
/// What the road asks about money: reserve before a vendor is asked, settle afterwards. On loops nothing waits for a disk or a database.
/// </summary>
internal sealed class Accountant : IAsyncDisposable
{
    private readonly AccountingOptions _options;
    private readonly TimeProvider _time;
    private readonly Spool _spool;
    private readonly LocalBudgetStore _local;
    private readonly RedisBudgetStore? _shared;
    private readonly LedgerPump _pump;
    private volatile AccountingRules _rules = AccountingRules.Default;

    private Accountant(AccountingOptions options, ILedgerStore store, RedisNode? redis, TimeProvider time, ILogger logger)
    {
        _options = options;
        _time = time;
        _spool = Spool.Open(options.Spool, logger);
        _local = new LocalBudgetStore(time);
        _shared = redis is null ? null : new RedisBudgetStore(redis, time, options.BudgetTimeoutMilliseconds);
        _pump = new LedgerPump(options, _spool, store, (IBudgetStore?)_shared ?? _local, time, logger);
        Reports = new UsageReports(store);
        Budgets = new BudgetReports(store, () => _rules.Budgets, time);
        Recovered = SpoolRecovery.Run(_spool, logger);
    }

    /// <summary>Attempts of an earlier process that had not ended.</summary>
    public IReadOnlyList<LedgerEntry> Recovered { get; }

    /// <summary>Whether attempts may be made at all: false is the answer for a readiness probe.</summary>
    public bool IsAccepting => _spool.IsAccepting;

    /// <summary>What was spent, by whom and on what.</summary>
    public UsageReports Reports { get; }

    /// <summary>What budgets allow, and what was spent of them.</summary>
    public BudgetReports Budgets { get; }

    /// <summary>What counts.</summary>
    public AccountingRules Rules => _rules;

    /// <summary>Figures for metrics.</summary>
    public AccountingFigures Figures => new(
        _spool.Bytes, _spool.Appended, _spool.Refused, _spool.Lost, _pump.Shipped, _pump.OpenAttempts, _pump.IsStoreUp, _shared?.Waiting ?? 0, _shared?.Lost ?? 0);

    /// <summary>Opens the books: ends what a process that died had begun, and begins to deliver to the database.</summary>
    /// <param name="options">How.</param>
    /// <param name="rules">Prices and budgets.</param>
    /// <param name="store">The database; the accountant's from now on.</param>
    /// <param name="redis">Where budgets are shared; null = counters are this node's. Stays the caller's.</param>
    /// <param name="time">The time.</param>
    /// <param name="logger">Told of what an operator must know.</param>
    /// <exception cref="IOException">The spool's folder cannot be used, or another process uses it.</exception>
    public static async Task<Accountant> OpenAsync(
        AccountingOptions options, AccountingRules rules, ILedgerStore store, RedisNode? redis, TimeProvider time, ILogger logger)
    {
        var accountant = new Accountant(options, store, redis, time, logger);
        accountant._pump.Start();
        await accountant.UseAsync(rules).ConfigureAwait(false);
        accountant.TellShared(accountant.Recovered);
        return accountant;
    }

    /// <summary>
    /// Takes other rules, and looks up in the ledger what was spent of budgets that are new. While the database says nothing they refuse.
    /// </summary>
    public async Task UseAsync(AccountingRules rules)
    {
        await _pump.SeedAsync(rules.Budgets).ConfigureAwait(false);
        _rules = rules;
    }

    /// <summary>Reserves what an attempt may cost, and notes that it begins. On a loop; comes back to it.</summary>
    public ValueTask<Admission> ReserveAsync(AttemptContext attempt, TokenEstimate estimate)
    {
        var rules = _rules;
        var admission = AdmissionOf(attempt, estimate, rules);
        if (RefusalOf(admission, rules) is { } refusal)
        {
            admission.Refusal = refusal;
            return new(admission);
        }

        if (admission.Charges.Length == 0)
        {
            return new(Begin(admission));
        }

        var pending = ((IBudgetStore?)_shared ?? _local).ReserveAsync(attempt.AttemptId, admission.Charges, LifetimeOf(attempt));
        return pending.IsCompletedSuccessfully ? new(Decide(admission, pending.Result)) : AwaitAsync(pending, admission);
    }

    /// <summary>
    /// Ends an attempt: books what it cost and writes its entry. Returns at once; the entry outlives the process from then on. The second
    /// time it returns null and does nothing.
    /// </summary>
    public LedgerEntry? Settle(Admission admission, in AttemptResult result)
    {
        if (!admission.TryEnd())
        {
            return null;
        }

        var entry = EntryMaker.Ended(admission, result, _rules.Prices, (long)_time.GetElapsedTime(admission.Started).TotalMilliseconds);
        Book(admission, entry.Cost is { } cost ? ExactMoney.NanoUp(cost) : 0, entry.Usage.TotalInput + entry.Usage.TotalOutput, requests: 1);
        _spool.End(entry);
        return entry;
    }

    /// <summary>Takes an attempt back for which no vendor was asked: no entry, nothing spent.</summary>
    public void Release(Admission admission)
    {
        if (admission.TryEnd())
        {
            Book(admission, 0, 0, requests: 0);
            _spool.Void(admission.Attempt.AttemptId);
        }
    }

    /// <summary>Writes the entry of an answer that no vendor was asked for. On any thread.</summary>
    public LedgerEntry Record(AttemptContext attempt, in AttemptResult result)
    {
        var admission = AdmissionOf(attempt, default, AccountingRules.Default);
        var entry = EntryMaker.Ended(admission, result, _rules.Prices, 0);
        _spool.End(entry);
        return entry;
    }

    /// <summary>Completes when the disk, and not only the kernel, has all that was settled before; false when it failed. Await it anywhere.</summary>
    public Task<bool> WhenDurable() => _spool.WhenDurable();

    /// <summary>Delivers to the database what there is. Throws what the database throws. Not on a loop.</summary>
    public Task ShipAsync(CancellationToken cancellation = default) => _pump.ShipAsync(cancellation);

    /// <summary>Ends: delivers what can be delivered, keeps the rest on the disk.</summary>
    public async ValueTask DisposeAsync()
    {
        await _pump.DisposeAsync().ConfigureAwait(false);
        _shared?.Dispose();
        await _spool.DisposeAsync().ConfigureAwait(false);
    }

    // A reservation must outlive its attempt, or its amount would be free for others before it is booked.
    private static TimeSpan LifetimeOf(AttemptContext attempt) => attempt.MaxDuration + TimeSpan.FromSeconds(30);

    private Admission AdmissionOf(AttemptContext attempt, TokenEstimate estimate, AccountingRules rules)
    {
        var now = _time.GetUtcNow();
        var prices = attempt.Prices ?? rules.Prices.Find(attempt.ProviderType, attempt.VendorModel, attempt.Deployment);
        var cost = Cost.Of(estimate.Reserved, prices, new CostContext(now, attempt.ServiceTier, attempt.Region, attempt.IsBatch));
        return new Admission
        {
            Attempt = attempt,
            Estimate = estimate,
            Time = now,
            Started = _time.GetTimestamp(),
            Prices = prices,
            EstimatedCost = cost,
            Charges = rules.Budgets.ChargesOf(attempt, now, ExactMoney.NanoUp(cost.Usd ?? 0), estimate.Bound),
        };
    }

    private Refusal? RefusalOf(Admission admission, AccountingRules rules)
    {
        if (!_spool.IsAccepting)
        {
            return new Refusal(RefusalReason.LedgerUnavailable);
        }

        foreach (ref readonly var charge in admission.Charges.AsSpan())
        {
            if (charge.Kind == BudgetKind.Money)
            {
                if (admission.EstimatedCost.Usd is null && _options.RefusesUnpriced)
                {
                    return new Refusal(RefusalReason.PriceUnknown, charge.Budget.Name);
                }

                if (!_pump.IsSeeded(charge.Budget))
                {
                    return new Refusal(RefusalReason.BudgetsUnavailable, charge.Budget.Name);
                }
            }
        }

        return null;
    }

    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private async ValueTask<Admission> AwaitAsync(ValueTask<BudgetVerdict> pending, Admission admission)
    {
        var verdict = await pending.ConfigureAwait(false);
        return Decide(admission, verdict);
    }

    private Admission Decide(Admission admission, BudgetVerdict verdict)
    {
        if (verdict.Outcome == BudgetOutcome.Unavailable && _options.CountsAlone)
        {
            admission.IsAlone = true;
            verdict = _local.ReserveAsync(admission.Attempt.AttemptId, admission.Charges, default).Result;
        }

        if (verdict.Outcome == BudgetOutcome.Admitted)
        {
            return Begin(admission);
        }

        admission.Refusal = verdict.Outcome == BudgetOutcome.Unavailable
            ? new Refusal(RefusalReason.BudgetsUnavailable)
            : RefusalBy(admission.Charges[verdict.Index]);
        return admission;
    }

    private Admission Begin(Admission admission)
    {
        if (!_spool.TryStart(EntryMaker.Interrupted(admission)))
        {
            Book(admission, 0, 0, requests: 0);
            admission.Refusal = new Refusal(RefusalReason.LedgerUnavailable);
        }

        return admission;
    }

    private static Refusal RefusalBy(in BudgetCharge charge) => new(
        charge.Kind switch
        {
            BudgetKind.Money => RefusalReason.Budget,
            BudgetKind.Tokens => RefusalReason.Tokens,
            BudgetKind.Requests => RefusalReason.Requests,
            _ => RefusalReason.Concurrency,
        },
        charge.Budget.Name,
        charge.ResetsAt);

    private void Book(Admission admission, long nano, long tokens, long requests)
    {
        if (admission.Charges.Length == 0)
        {
            return;
        }

        BudgetActuals.Fill(admission.Charges, nano, tokens, requests);
        if (_shared is null || admission.IsAlone)
        {
            _local.Settle(admission.Attempt.AttemptId, admission.Charges);
        }

        _shared?.Settle(admission.Attempt.AttemptId, admission.Charges);
    }

    // What another life of this node had reserved on Redis is spent now; a node's own counters learn it from the ledger.
    private void TellShared(IReadOnlyList<LedgerEntry> recovered)
    {
        foreach (var entry in recovered)
        {
            var charges = _rules.Budgets.ChargesOf(EntryMaker.ContextOf(entry), entry.Time, 0, 0);
            if (_shared is not null && charges.Length > 0)
            {
                BudgetActuals.Fill(charges, ExactMoney.NanoUp(entry.Cost ?? 0), entry.Usage.TotalInput + entry.Usage.TotalOutput, requests: 1);
                _shared.Settle(entry.AttemptId, charges);
            }
        }
    }
}
