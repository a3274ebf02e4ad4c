using System.Collections.Immutable;
using Gatehouse.Ai.Accounting.Budgets;
using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Accounting.Spooling;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Ai.Accounting;

/// <summary>What happens beside the road: brings the database up to date, delivers entries, and looks up what was spent before.</summary>
internal sealed class LedgerPump : IAsyncDisposable
{
    private readonly AccountingOptions _options;
    private readonly Spool _spool;
    private readonly ILedgerStore _store;
    private readonly IBudgetStore _budgets;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LedgerShipper _shipper;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private volatile ImmutableHashSet<(string, BudgetScope, BudgetPeriod)> _seeded = [];
    private volatile BudgetPlan _plan = BudgetPlan.Empty;
    private volatile bool _isStoreUp;
    private bool _isMigrated;
    private bool _isFirst = true;

    public LedgerPump(AccountingOptions options, Spool spool, ILedgerStore store, IBudgetStore budgets, TimeProvider time, ILogger logger)
    {
        _options = options;
        _spool = spool;
        _store = store;
        _budgets = budgets;
        _time = time;
        _logger = logger;
        _shipper = new LedgerShipper(spool, store, logger);
    }

    /// <summary>Entries that were committed.</summary>
    public long Shipped => _shipper.Shipped;

    /// <summary>Attempts that have begun and not ended.</summary>
    public int OpenAttempts => _shipper.Open;

    /// <summary>Whether the last delivery succeeded.</summary>
    public bool IsStoreUp => _isStoreUp;

    /// <summary>Whether a budget's counters know what was spent before.</summary>
    public bool IsSeeded(Budget budget) => _seeded.Contains((budget.Name, budget.Scope, budget.Period));

    /// <summary>Begins.</summary>
    public void Start() => _running = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Unwrap();

    /// <summary>Delivers what there is. Throws what the database throws.</summary>
    public async Task ShipAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await MigrateAsync(cancellation).ConfigureAwait(false);
            await _shipper.ShipAsync(cancellation).ConfigureAwait(false);
            if (!_isStoreUp)
            {
                _isStoreUp = true;
                if (!_isFirst)
                {
                    AccountingLog.StoreBack(_logger);
                }
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (_isStoreUp || _isFirst)
            {
                AccountingLog.StoreLost(_logger, e.Message, _spool.Bytes);
            }

            _isStoreUp = false;
            throw;
        }
        finally
        {
            _isFirst = false;
            _turn.Release();
        }
    }

    /// <summary>Seeds what is new of a plan; where the database says nothing, it is tried again until it does.</summary>
    public async Task SeedAsync(BudgetPlan plan)
    {
        _plan = plan;
        _seeded = _seeded.Intersect(plan.Budgets.Select(b => (b.Name, b.Scope, b.Period)));
        if (!plan.Budgets.All(b => b.Amount is null || IsSeeded(b)))
        {
            try
            {
                await ShipAsync(_stopping.Token).ConfigureAwait(false);
                await SeedAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                AccountingLog.NotSeeded(_logger, e.Message);
            }
        }
    }

    /// <summary>Ends with a last delivery.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        using var last = new CancellationTokenSource(_options.LastShipTimeout, _time);
        try
        {
            await ShipAsync(last.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            AccountingLog.StoreLost(_logger, e.Message, _spool.Bytes);
        }

        await _store.DisposeAsync().ConfigureAwait(false);
        _turn.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        var pause = _options.ShipInterval;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await ShipAsync(_stopping.Token).ConfigureAwait(false);
                await SeedAsync().ConfigureAwait(false);
                pause = _options.ShipInterval;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception)
            {
                // Said already; entries wait in the spool.
                pause = pause * 2 < _options.MaxShipInterval ? pause * 2 : _options.MaxShipInterval;
            }

            await Task.Delay(pause, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task MigrateAsync(CancellationToken cancellation)
    {
        if (!_isMigrated)
        {
            await _store.MigrateAsync(cancellation).ConfigureAwait(false);
            _isMigrated = true;
        }
    }

    private async Task SeedAsync()
    {
        await _turn.WaitAsync(_stopping.Token).ConfigureAwait(false);
        try
        {
            var fresh = _plan.Budgets.Where(b => b.Amount is not null && !IsSeeded(b)).ToArray();
            if (fresh.Length == 0)
            {
                return;
            }

            // Nobody whom they cover was let in so far, so that all there is to know is in the ledger.
            if (await BudgetSeeder.SeedAsync(fresh, _store, _budgets, _time.GetUtcNow(), _stopping.Token).ConfigureAwait(false))
            {
                _seeded = _seeded.Union(fresh.Select(b => (b.Name, b.Scope, b.Period)));
            }
        }
        finally
        {
            _turn.Release();
        }
    }
}
