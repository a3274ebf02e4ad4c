namespace Gatehouse.Bench.Scenarios;

internal enum ScenarioKind
{
    /// <summary>Saturating load in alternating rounds.</summary>
    Load,

    /// <summary>Time from exec to the first good answer.</summary>
    Start,

    /// <summary>Resident memory after a million requests.</summary>
    Memory,
}
