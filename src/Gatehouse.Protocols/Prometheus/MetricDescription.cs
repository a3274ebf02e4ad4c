namespace Gatehouse.Protocols.Prometheus;

/// <summary>What every family is declared with.</summary>
/// <param name="Name">Metric name, <c>[a-zA-Z_:][a-zA-Z0-9_:]*</c>.</param>
/// <param name="Help">One line of help.</param>
/// <param name="LabelNames">Label names in the order of the values.</param>
/// <param name="MaxSeries">Label sets kept apart.</param>
internal sealed record MetricDescription(string Name, string Help, IReadOnlyList<string> LabelNames, int MaxSeries);
