using System.Collections.Concurrent;
using Gatehouse.Protocols.Prometheus;

namespace Gatehouse.Ai.Observability;

/// <summary>The metrics of the OpenTelemetry GenAI conventions, one observation for each attempt at a vendor.</summary>
internal sealed class GenAiMetrics
{
    // The vendor says which model answered: names are bounded, because nobody knows what it says.
    private readonly LabelCap _responseModels = new(500);
    private readonly LabelCap _requestModels = new(500);
    private readonly ConcurrentDictionary<AttemptLabels, AttemptSeries> _series = new();
    private readonly HistogramFamily _duration, _tokens, _firstToken, _perChunk;

    public GenAiMetrics(MetricsRegistry registry)
    {
        string[] common = [GenAiNames.OperationLabel, GenAiNames.ProviderLabel, GenAiNames.RequestModelLabel, GenAiNames.ResponseModelLabel];
        var seconds = new HistogramBuckets(1_000_000, GenAiNames.DurationBounds);
        _tokens = registry.AddHistogram(
            GenAiNames.TokenUsageMetric, "Tokens used, as vendors count them", new HistogramBuckets(1, GenAiNames.TokenBounds), [.. common, GenAiNames.TokenTypeLabel]);
        _duration = registry.AddHistogram(GenAiNames.DurationMetric, "Duration of calls to vendors", seconds, [.. common, GenAiNames.ErrorTypeLabel]);
        _firstToken = registry.AddHistogram(
            GenAiNames.FirstTokenMetric, "Time from the call to the first content of a stream", new HistogramBuckets(1_000_000, GenAiNames.FirstTokenBounds), common);
        _perChunk = registry.AddHistogram(GenAiNames.PerChunkMetric, "Mean time between the pieces of a stream's content", seconds, common);
    }

    /// <summary>Observes an attempt that is over.</summary>
    public void Observe(int shard, string operation, AttemptRecord attempt)
    {
        var deployment = attempt.Deployment;
        var labels = new AttemptLabels(
            operation,
            GenAiNames.ProviderOf(deployment.Provider.Address.Kind),
            _requestModels.Of(deployment.Vendor.Id),
            _responseModels.Of(attempt.ResponseModel),
            attempt.ErrorType ?? "");
        if (!_series.TryGetValue(labels, out var series))
        {
            series = _series.GetOrAdd(labels, Bind(labels));
        }

        series.Duration.Observe(shard, Microseconds(attempt.Duration));
        if (attempt.Usage is { IsEmpty: false } usage && usage.TotalInput + usage.TotalOutput > 0)
        {
            series.Input.Observe(shard, usage.TotalInput);
            series.Output.Observe(shard, usage.TotalOutput);
        }

        if (attempt is { IsStream: true, FirstToken: { } first })
        {
            series.FirstToken.Observe(shard, Microseconds(first));
            if (attempt.MeanGap is { } gap)
            {
                series.PerChunk.Observe(shard, Microseconds(gap));
            }
        }
    }

    private static long Microseconds(TimeSpan time) => (long)time.TotalMicroseconds;

    private AttemptSeries Bind(AttemptLabels l) => new(
        _duration.With(l.Operation, l.Provider, l.RequestModel, l.ResponseModel, l.Error),
        _tokens.With(l.Operation, l.Provider, l.RequestModel, l.ResponseModel, GenAiNames.Input),
        _tokens.With(l.Operation, l.Provider, l.RequestModel, l.ResponseModel, GenAiNames.Output),
        _firstToken.With(l.Operation, l.Provider, l.RequestModel, l.ResponseModel),
        _perChunk.With(l.Operation, l.Provider, l.RequestModel, l.ResponseModel));
}
