using System.Data.Common;
using Gatehouse.Ai.Accounting;
using Gatehouse.Ai.Accounting.Budgets;
using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Accounting.Spooling;
using Gatehouse.Ai.Canonical;
using Gatehouse.Gateway.Redis;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Ai.Pipeline;

/// <summary>
/// The node's ledger, budgets and Redis, opened when they are needed first: a node without an LLM gateway has none. One that died before
/// opens them at its start, to end what had begun.
/// </summary>
internal sealed class AiBooks : IAsyncDisposable
{
    private readonly AiOptions _options;
    private readonly RedisNodes _redisNodes;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lazy<Task<Accountant>> _accountant;
    private readonly Lazy<RedisNode?> _redis;
    private readonly Lock _lock = new();
    private Task _rules = Task.CompletedTask;

    public AiBooks(AiOptions options, RedisNodes redisNodes, TimeProvider time, ILogger logger)
    {
        _options = options;
        _redisNodes = redisNodes;
        _time = time;
        _logger = logger;
        _redis = new Lazy<RedisNode?>(() => RedisUrl.ConfigOf(options.RedisUrl) is { } config ? redisNodes.Acquire(config) : null);
        _accountant = new Lazy<Task<Accountant>>(OpenAsync);
        if (Directory.Exists(SpoolDirectory))
        {
            _ = _accountant.Value;
        }
    }

    /// <summary>Whether attempts can be accounted for; before the books are open nothing speaks against it.</summary>
    public bool IsAccepting => !_accountant.IsValueCreated || !_accountant.Value.IsCompleted || (_accountant.Value.IsCompletedSuccessfully && Opened.IsAccepting);

    /// <summary>Redis; null = none is configured.</summary>
    public RedisNode? Redis => _redis.Value;

    /// <summary>The books as they are once they are open.</summary>
    public Accountant Opened => _accountant.Value.GetAwaiter().GetResult();

    /// <summary>The books if they are open; null when they are not. Opens nothing.</summary>
    public Accountant? IfOpen => _accountant.IsValueCreated && _accountant.Value.IsCompletedSuccessfully ? Opened : null;

    private string SpoolDirectory => Path.Combine(_options.Directory, "spool");

    /// <summary>The books; throws <see cref="AiException"/> (Overloaded) when they cannot be opened.</summary>
    public async ValueTask<Accountant> UseAsync()
    {
        if (_accountant.Value.IsCompletedSuccessfully)
        {
            return Opened;
        }

        try
        {
            return await _accountant.Value;
        }
        catch (Exception e) when (IsOfStorage(e))
        {
            throw new AiException(AiErrorKind.Overloaded, "Nothing can be accounted for at the moment.");
        }
    }

    /// <summary>Takes the budgets of a configuration; those asked for later win.</summary>
    public Task UseAsync(BudgetPlan budgets)
    {
        lock (_lock)
        {
            return _rules = ChangeAsync(_rules, budgets);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_accountant.IsValueCreated)
        {
            try
            {
                await (await _accountant.Value).DisposeAsync();
            }
            catch (Exception e) when (IsOfStorage(e))
            {
                // It never opened, and that was logged.
            }
        }

        if (_redis is { IsValueCreated: true, Value: { } redis })
        {
            _redisNodes.Release(redis);
        }
    }

    private static bool IsOfStorage(Exception e) => e is IOException or UnauthorizedAccessException or DbException;

    private async Task ChangeAsync(Task before, BudgetPlan budgets)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var accountant = await _accountant.Value.ConfigureAwait(false);
        await accountant.UseAsync(accountant.Rules with { Budgets = budgets }).ConfigureAwait(false);
    }

    private async Task<Accountant> OpenAsync()
    {
        // Not on the loop that asked first.
        await Task.Yield();
        try
        {
            Directory.CreateDirectory(SpoolDirectory);
            ILedgerStore store = _options.LedgerUrl is { } url
                ? new PostgresLedgerStore(PostgresUrl.ConnectionStringOf(url))
                : new SqliteLedgerStore(Path.Combine(_options.Directory, "ledger.db"));
            return await Accountant.OpenAsync(
                new AccountingOptions { Spool = new SpoolOptions { Directory = SpoolDirectory } }, AccountingRules.Default, store, Redis, _time, _logger)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (IsOfStorage(e))
        {
            AiLog.BooksNotOpened(_logger, _options.Directory, e.Message);
            throw;
        }
    }
}
