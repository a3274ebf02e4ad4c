using System.Data.Common;
using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Accounting.Spooling;
using Gatehouse.Ai.Tests.Accounting.Ledger;
using Gatehouse.TestKit.Postgres;
using Gatehouse.TestKit.Waiting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gatehouse.Ai.Tests.Accounting.Spooling;

public class LedgerShipperTests
{
    [Fact]
    public async Task Segment_shipped_twice_is_each_row_once()
    {
        await using var bench = new SpoolBench();
        await using var store = await StoreAsync(bench);
        for (int i = 0; i < 100; i++)
        {
            bench.Spool.End(EntrySamples.Numbered(i));
        }

        await new LedgerShipper(bench.Spool, store, NullLogger.Instance).ShipAsync(default);
        await new LedgerShipper(bench.Spool, store, NullLogger.Instance).ShipAsync(default);
        bench.Die();
        await new LedgerShipper(bench.Spool, store, NullLogger.Instance).ShipAsync(default);
        Assert.Equal(100, await CountAsync(store));
    }

    [Fact]
    public async Task Segments_go_when_everything_in_them_is_committed_and_ended()
    {
        await using var bench = new SpoolBench(segments: 100);
        await using var store = await StoreAsync(bench);
        var shipper = new LedgerShipper(bench.Spool, store, NullLogger.Instance);
        var open = EntrySamples.Numbered(0);
        Assert.True(bench.Spool.TryStart(open));
        int ended = 0;
        await Eventually.TrueAsync(
            () =>
            {
                for (int i = 0; i < 100; i++)
                {
                    bench.Spool.End(EntrySamples.Numbered(++ended));
                }

                return bench.Spool.Extents().Count >= 4;
            },
            "three full segments");

        await shipper.ShipAsync(default);
        Assert.Equal([1, bench.Spool.Extents()[^1].Sequence], bench.Spool.Extents().Select(e => e.Sequence));
        Assert.Equal(1, shipper.Open);

        bench.Spool.End(open);
        await shipper.ShipAsync(default);
        Assert.Single(bench.Spool.Extents());
        Assert.Equal(0, shipper.Open);
        Assert.Equal(ended + 1, await CountAsync(store));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Attempt_of_hours_does_not_keep_its_segment(bool endsEarly)
    {
        await using var bench = new SpoolBench(segments: 4);
        await using var store = await StoreAsync(bench);
        var flaky = new FlakyStore(store);
        var shipper = new LedgerShipper(bench.Spool, flaky, NullLogger.Instance);
        var open = EntrySamples.Numbered(0);
        Assert.True(bench.Spool.TryStart(open));
        int ended = 0;
        await Eventually.TrueAsync(
            () =>
            {
                for (int i = 0; i < 100; i++)
                {
                    bench.Spool.End(EntrySamples.Numbered(++ended));
                }

                return bench.Spool.Extents().Count >= 3;
            },
            "two full segments");

        // Early: behind everything that this delivery reads, before the attempt is noted again.
        flaky.Appended = () =>
        {
            if (endsEarly)
            {
                endsEarly = false;
                bench.Spool.End(open);
                ended++;
            }
        };
        await shipper.ShipAsync(default);
        Assert.Single(bench.Spool.Extents());
        await shipper.ShipAsync(default);
        if (shipper.Open == 1)
        {
            bench.Spool.End(open);
            ended++;
            await shipper.ShipAsync(default);
        }

        Assert.Equal(0, shipper.Open);
        Assert.Equal(ended, await CountAsync(store));
    }

    [Fact]
    public async Task Attempt_that_was_noted_again_is_ended_once_after_a_death()
    {
        await using var bench = new SpoolBench(segments: 4);
        await using var store = await StoreAsync(bench);
        var open = EntrySamples.Numbered(0);
        Assert.True(bench.Spool.TryStart(open));
        await Eventually.TrueAsync(
            () =>
            {
                for (int i = 0; i < 100; i++)
                {
                    bench.Spool.End(EntrySamples.Numbered(1));
                }

                return bench.Spool.Extents().Count >= 3;
            },
            "two full segments");
        await new LedgerShipper(bench.Spool, store, NullLogger.Instance).ShipAsync(default);
        Assert.Single(bench.Spool.Extents());
        bench.Die();
        Assert.Equal(open.AttemptId, Assert.Single(SpoolRecovery.Run(bench.Spool, NullLogger.Instance)).AttemptId);
    }

    [Fact]
    public async Task Locked_database_loses_and_doubles_nothing()
    {
        await using var bench = new SpoolBench();
        string path = bench.Path("ledger.db");
        await using var store = new SqliteLedgerStore(path, busySeconds: 1);
        await store.MigrateAsync(default);
        var shipper = new LedgerShipper(bench.Spool, store, NullLogger.Instance);
        for (int i = 0; i < 700; i++)
        {
            bench.Spool.End(EntrySamples.Numbered(i));
        }

        await using (var other = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await other.OpenAsync();
            await using var command = other.CreateCommand();
            command.CommandText = "BEGIN EXCLUSIVE";
            await command.ExecuteNonQueryAsync();
            await Assert.ThrowsAnyAsync<DbException>(() => shipper.ShipAsync(default));
            Assert.Equal(0, shipper.Shipped);
        }

        await shipper.ShipAsync(default);
        Assert.Equal(700, shipper.Shipped);
        Assert.Equal(700, await CountAsync(store));
    }

    [Fact]
    public async Task Failure_in_the_middle_goes_on_where_it_stopped()
    {
        await using var bench = new SpoolBench(segmentBytes: 1 << 20);
        await using var store = await StoreAsync(bench);
        var flaky = new FlakyStore(store);
        var shipper = new LedgerShipper(bench.Spool, flaky, NullLogger.Instance);
        for (int i = 0; i < 2000; i++)
        {
            var entry = EntrySamples.Numbered(i);
            Assert.True(bench.Spool.TryStart(entry));
            bench.Spool.End(entry);
        }

        // Fails before writing, and after writing without saying that it has.
        flaky.Failures = new Queue<string>(["", "before", "", "after"]);
        await Assert.ThrowsAnyAsync<DbException>(() => shipper.ShipAsync(default));
        await Assert.ThrowsAnyAsync<DbException>(() => shipper.ShipAsync(default));
        await shipper.ShipAsync(default);
        Assert.Equal(2000, await CountAsync(store));
        Assert.Equal(0, shipper.Open);
    }

    [Fact]
    public async Task Stopped_postgres_loses_and_doubles_nothing()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var store = new PostgresLedgerStore(server.ConnectionString);
        await store.MigrateAsync(default);
        await using var bench = new SpoolBench(segmentBytes: 1 << 20);
        var shipper = new LedgerShipper(bench.Spool, store, NullLogger.Instance);
        int ended = 0;
        End(700);
        await shipper.ShipAsync(default);

        await server.StopAsync();
        End(700);
        await Assert.ThrowsAnyAsync<DbException>(() => shipper.ShipAsync(default));
        await Assert.ThrowsAnyAsync<DbException>(() => shipper.ShipAsync(default));
        End(700);
        Assert.Equal(700, shipper.Shipped);

        await server.BeginAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    await shipper.ShipAsync(default);
                    return true;
                }
                catch (DbException)
                {
                    return false;
                }
            },
            "the database to take entries again");
        var row = (await store.SumAsync(new UsageQuery(), default)).Rows[0];
        Assert.Equal((2100, 2.1m), (row.Attempts, row.Usd));

        void End(int count)
        {
            for (int i = 0; i < count; i++)
            {
                bench.Spool.End(EntrySamples.Numbered(ended++));
            }
        }
    }

    [Fact]
    public async Task File_that_is_no_segment_is_put_aside()
    {
        await using var bench = new SpoolBench();
        await using var store = await StoreAsync(bench);
        bench.Spool.End(EntrySamples.Bare);
        bench.Die(folder => File.WriteAllText(SpoolFile.PathOf(folder, 0), new string('x', 100)));
        Assert.Empty(SpoolRecovery.Run(bench.Spool, NullLogger.Instance));
        await new LedgerShipper(bench.Spool, store, NullLogger.Instance).ShipAsync(default);
        Assert.Equal(1, await CountAsync(store));
        Assert.True(File.Exists(SpoolFile.PathOf(bench.Folder, 0) + ".unreadable"));
    }

    private static async Task<SqliteLedgerStore> StoreAsync(SpoolBench bench)
    {
        var store = new SqliteLedgerStore(bench.Path("ledger.db"));
        await store.MigrateAsync(default);
        return store;
    }

    private static async Task<long> CountAsync(SqliteLedgerStore store) => (await store.SumAsync(new UsageQuery(), default)).Rows[0].Attempts;
}
