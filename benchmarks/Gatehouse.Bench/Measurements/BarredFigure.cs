namespace Gatehouse.Bench.Measurements;

/// <summary>A number with a name of its own, and how much it may be, or must.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">How much.</param>
/// <param name="Unit">Of what.</param>
/// <param name="Bar">How much it may be; null = it is only told.</param>
internal sealed record BarredFigure(string Name, double Value, string Unit, double? Bar)
{
    /// <summary>Whether the bar is what it has to reach instead.</summary>
    public bool IsLeast { get; init; }

    /// <summary>Whether it is within its bar; true where there is none.</summary>
    public bool IsMet => Bar is not { } bar || (IsLeast ? Value >= bar : Value <= bar);
}
