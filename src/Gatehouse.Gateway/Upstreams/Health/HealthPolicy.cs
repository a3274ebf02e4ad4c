using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>Record <c>healthchecks</c> of an upstream, compiled. Equal records are equal policies.</summary>
internal sealed class HealthPolicy : IEquatable<HealthPolicy>
{
    private readonly string _source;

    public HealthPolicy(JsonObject record)
    {
        _source = record.ToJsonString();
        Active = new ActiveChecks(record["active"] as JsonObject);
        Passive = new PassiveChecks(record["passive"] as JsonObject);
        Outlier = OutlierLimits.From(record["outlier"] as JsonObject);
        Ejection = EjectionTimes.From(record["ejection"] as JsonObject);
        Threshold = JsonScalars.AsNumber(record["threshold"]) ?? 0;
    }

    /// <summary>Nothing is checked.</summary>
    public static HealthPolicy Off { get; } = new([]);

    public ActiveChecks Active { get; }

    public PassiveChecks Passive { get; }

    /// <summary>Null = peers are not compared.</summary>
    public OutlierLimits? Outlier { get; }

    public EjectionTimes Ejection { get; }

    /// <summary>Percentage of the weight that must be there, 0–100.</summary>
    public double Threshold { get; }

    /// <summary>Whether anything is checked.</summary>
    public bool IsOn => Active.IsOn || Passive.Limits.IsOn || Outlier is not null;

    /// <summary>Whether what took an address out is still at work.</summary>
    public bool Uses(EjectionCause cause) => cause switch
    {
        EjectionCause.Active => Active.IsOn,
        EjectionCause.Passive => Passive.Limits.IsOn,
        EjectionCause.Outlier => Outlier is not null,
        _ => true,
    };

    /// <summary>Whether an address that is out gets a trial request after a time, because no probe brings it back.</summary>
    public bool IsTimed(EjectionCause cause) => cause switch
    {
        EjectionCause.Active or EjectionCause.Passive => !Active.Restores,
        EjectionCause.Outlier => true,
        _ => false,
    };

    public bool Equals(HealthPolicy? other) => other is not null && _source == other._source;

    public override bool Equals(object? obj) => Equals(obj as HealthPolicy);

    public override int GetHashCode() => _source.GetHashCode(StringComparison.Ordinal);
}
