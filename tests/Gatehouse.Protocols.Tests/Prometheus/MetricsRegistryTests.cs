using System.Buffers;
using System.Text;
using Gatehouse.Protocols.Prometheus;
using Xunit;

namespace Gatehouse.Protocols.Tests.Prometheus;

public sealed class MetricsRegistryTests
{
    private static readonly HistogramBuckets Milliseconds = new(1000, 1, 2.5, 10);

    [Fact]
    public void WriteTo_all_types_writes_the_text_format()
    {
        var registry = new MetricsRegistry(loops: 2);
        var requests = registry.AddCounter("app_requests_total", "Requests\nby \\ route", "route", "code");
        requests.With("r1", "200").Add(1, 3);
        requests.With("r1", "200").Add(2, 4);
        requests.With("quote\" slash\\ line\nend", "500").Add(0, 1);
        registry.AddGauge("app_up", "Up").With().Set(0.5);
        var latency = registry.AddHistogram("app_latency_ms", "Latency", Milliseconds, "route").With("r1");
        latency.Observe(1, 1000);
        latency.Observe(1, 1001);
        latency.Observe(2, 99_000);

        Assert.Equal(
            """
            # HELP app_requests_total Requests\nby \\ route
            # TYPE app_requests_total counter
            app_requests_total{route="r1",code="200"} 7
            app_requests_total{route="quote\" slash\\ line\nend",code="500"} 1
            # HELP app_up Up
            # TYPE app_up gauge
            app_up 0.5
            # HELP app_latency_ms Latency
            # TYPE app_latency_ms histogram
            app_latency_ms_bucket{route="r1",le="1"} 1
            app_latency_ms_bucket{route="r1",le="2.5"} 2
            app_latency_ms_bucket{route="r1",le="10"} 2
            app_latency_ms_bucket{route="r1",le="+Inf"} 3
            app_latency_ms_sum{route="r1"} 101.001
            app_latency_ms_count{route="r1"} 3

            """,
            Scrape(registry));
    }

    [Fact]
    public void WriteTo_family_without_series_leaves_it_out()
    {
        var registry = new MetricsRegistry(1);
        registry.AddCounter("unused_total", "Unused", "a");
        registry.AddAlias("alias_total", "Alias", new MetricAliasSource(registry.AddCounter("other_total", "Other", "a"), "b", "c"));

        Assert.Equal("", Scrape(registry));
    }

    [Fact]
    public void WriteTo_alias_repeats_the_numbers_with_one_more_label()
    {
        var registry = new MetricsRegistry(1);
        var up = registry.AddHistogram("up_ms", "Up", Milliseconds, "route");
        var all = registry.AddHistogram("all_ms", "All", Milliseconds);
        registry.AddAlias("both", "Both", new MetricAliasSource(up, "type", "up"), new MetricAliasSource(all, "type", "all"));
        up.With("r").Observe(0, 500);
        all.With().Observe(0, 2000);

        string text = Scrape(registry);

        Assert.Single(text.Split('\n'), "# TYPE both histogram");
        Assert.Contains("both_bucket{route=\"r\",type=\"up\",le=\"1\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("both_sum{route=\"r\",type=\"up\"} 0.5\n", text, StringComparison.Ordinal);
        Assert.Contains("both_count{type=\"all\"} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void With_more_label_sets_than_allowed_folds_into_overflow()
    {
        var registry = new MetricsRegistry(1, maxSeriesPerMetric: 2);
        var family = registry.AddCounter("x_total", "X", "a", "b");
        for (int i = 0; i < 5; i++)
        {
            family.With($"v{i}", "w").Add(0);
        }

        family.With("v0", "w").Add(0);

        string text = Scrape(registry);
        Assert.Contains("x_total{a=\"v0\",b=\"w\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("x_total{a=\"overflow\",b=\"overflow\"} 3\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("v2", text, StringComparison.Ordinal);
        Assert.Contains("gatehouse_metrics_folded_total{metric=\"x_total\"} 3\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_from_every_shard_and_many_threads_loses_nothing()
    {
        const int Loops = 4;
        const int Rounds = 50_000;
        var registry = new MetricsRegistry(Loops);
        var counter = registry.AddCounter("x_total", "X").With();
        var histogram = registry.AddHistogram("y_ms", "Y", Milliseconds).With();

        // One owner per loop shard, three threads on the shared one, and a scraper beside them.
        var writers = Enumerable.Range(1, Loops).Concat([0, 0, 0]).Select(shard => Task.Run(() =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                counter.Add(shard);
                histogram.Observe(shard, 1500);
            }
        })).ToArray();
        while (!Task.WhenAll(writers).IsCompleted)
        {
            Scrape(registry);
        }

        await Task.WhenAll(writers);
        Assert.Equal((Loops + 3) * (long)Rounds, counter.Value);
        Assert.Contains($"y_ms_count {(Loops + 3) * Rounds}\n", Scrape(registry), StringComparison.Ordinal);
    }

    [Fact]
    public void Add_many_series_over_page_ends_keeps_them_apart()
    {
        var registry = new MetricsRegistry(1);
        var family = registry.AddHistogram("x_ms", "X", Milliseconds, "n");
        var handles = Enumerable.Range(0, 3000).Select(i => family.With($"{i}")).ToArray();
        for (int i = 0; i < handles.Length; i++)
        {
            handles[i].Observe(1, i);
        }

        string text = Scrape(registry);
        for (int i = 0; i < handles.Length; i += 97)
        {
            Assert.Contains($"x_ms_sum{{n=\"{i}\"}} {i / 1000.0}\n", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("1abc")]
    [InlineData("a-b")]
    [InlineData("")]
    public void AddCounter_malformed_name_throws(string name)
        => Assert.Throws<ArgumentException>(() => new MetricsRegistry(1).AddCounter(name, "X"));

    [Theory]
    [InlineData("le")]
    [InlineData("__x")]
    [InlineData("a:b")]
    public void AddCounter_malformed_label_throws(string label)
        => Assert.Throws<ArgumentException>(() => new MetricsRegistry(1).AddCounter("x", "X", label));

    [Fact]
    public void AddCounter_name_taken_throws()
    {
        var registry = new MetricsRegistry(1);
        registry.AddCounter("x", "X");
        Assert.Throws<InvalidOperationException>(() => registry.AddGauge("x", "X"));
    }

    [Fact]
    public void Add_allocates_nothing()
    {
        var registry = new MetricsRegistry(1);
        var counter = registry.AddCounter("x_total", "X").With();
        var histogram = registry.AddHistogram("y_ms", "Y", Milliseconds).With();
        counter.Add(1);
        histogram.Observe(1, 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            counter.Add(1);
            histogram.Observe(1, i);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static string Scrape(MetricsRegistry registry)
    {
        var output = new ArrayBufferWriter<byte>();
        registry.WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
