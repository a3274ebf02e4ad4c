using Gatehouse.Ai.Accounting;
using Gatehouse.Ai.Accounting.Budgets;
using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Accounting.Prices;
using Gatehouse.Ai.Accounting.Spooling;
using Gatehouse.Ai.Tests.Accounting.Budgets;
using Gatehouse.Gateway.Redis;
using Gatehouse.TestKit.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Ai.Tests.Accounting;

/// <summary>A node's books on SQLite, in a folder that the next life of the node finds again.</summary>
internal sealed class AccountantBench : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RedisNode? _redis;
    private readonly List<Accountant> _accountants = [];
    private int _lives;

    private AccountantBench(RedisNode? redis) => _redis = redis;

    public Accountant Accountant => _accountants[^1];

    public AccountingOptions Options { get; private init; } = null!;

    private string Database => _folder.File("ledger.db");

    public static async Task<AccountantBench> OpenAsync(IReadOnlyList<Budget>? budgets = null, RedisNode? redis = null, Func<AccountingOptions, AccountingOptions>? change = null)
    {
        var options = new AccountingOptions { Spool = new SpoolOptions { Directory = "", SegmentBytes = 1 << 20 }, ShipInterval = TimeSpan.FromMilliseconds(20) };
        var bench = new AccountantBench(redis) { Options = change?.Invoke(options) ?? options };
        await bench.BeginAsync(budgets ?? []);
        return bench;
    }

    /// <summary>The node dies with what it holds, and another one finds its files.</summary>
    public async Task DieAsync(IReadOnlyList<Budget>? budgets = null)
    {
        string dead = _folder.File($"life-{_lives++}");
        string next = _folder.File($"life-{_lives}");
        Directory.CreateDirectory(next);
        foreach (var (_, path) in SpoolFile.AllIn(dead))
        {
            File.Copy(path, Path.Combine(next, Path.GetFileName(path)));
        }

        await BeginAsync(budgets ?? []);
    }

    /// <summary>Rows of the ledger, once all is delivered.</summary>
    public async Task<List<LedgerEntry>> LedgerAsync()
    {
        await Accountant.ShipAsync();
        await using var store = new SqliteLedgerStore(Database);
        var all = new List<LedgerEntry>();
        await foreach (var entry in store.ReadAsync(new UsageFilter(), default))
        {
            all.Add(entry);
        }

        return all;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var accountant in _accountants)
        {
            await accountant.DisposeAsync();
        }

        _folder.Dispose();
    }

    /// <summary>An attempt at a model that costs 1 USD per million tokens of input and 2 of output, unless it is another.</summary>
    public static AttemptContext AttemptOf(string? consumer = "c", string vendorModel = "priced") => BudgetSamples.AttemptOf(consumer) with { VendorModel = vendorModel };

    private async Task BeginAsync(IReadOnlyList<Budget> budgets)
    {
        var prices = PriceBook.With(
        [
            new PriceOverride { Model = "priced", Price = new ModelPrice { Rates = new TokenRates { Input = 1, Output = 2 } } },
            new PriceOverride { Model = "dollar", Price = new ModelPrice { Rates = new TokenRates { Input = 0, Output = 1_000_000 } } },
        ]);
        var options = Options with { Spool = Options.Spool with { Directory = _folder.File($"life-{_lives}") } };
        _accountants.Add(await Accountant.OpenAsync(
            options, new AccountingRules(prices, new BudgetPlan(budgets)), new SqliteLedgerStore(Database), _redis, TimeProvider.System, NullLogger.Instance));
    }
}
