namespace Gatehouse.Protocols.Prometheus;

/// <summary>Handle of one gauge series. Set rarely, from any thread; the last write wins.</summary>
public readonly struct Gauge
{
    private readonly MetricSeries _series;

    internal Gauge(MetricSeries series) => _series = series;

    /// <summary>Current value.</summary>
    public double Value => Volatile.Read(ref _series.Value);

    /// <summary>Replaces the value.</summary>
    public void Set(double value) => Volatile.Write(ref _series.Value, value);
}
