namespace Gatehouse.Bench.Scenarios;

internal enum ScenarioKind
{
    /// <summary>Saturating load in alternating rounds.</summary>
    Load,

    /// <summary>Time from exec to the first good answer.</summary>
    Start,

    /// <summary>Resident memory after a million requests.</summary>
    Memory,

    /// <summary>99th percentile at a steady pace, undisturbed and while the configuration is replaced once a second.</summary>
    Reload,

    /// <summary>A service that loses most of its capacity behind a limit that adapts.</summary>
    Adaptive,

    /// <summary>What authentication costs, each figure beside its bar; without peers.</summary>
    Identity,

    /// <summary>Chat requests to a vendor of language models, beside Portkey's gateway.</summary>
    Ai,

    /// <summary>Many streams at a time, and very many after each other.</summary>
    AiStreams,
}
