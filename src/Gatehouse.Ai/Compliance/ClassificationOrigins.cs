namespace Gatehouse.Ai.Compliance;

/// <summary>What a classification rests on; several may hold at once.</summary>
[Flags]
internal enum ClassificationOrigins
{
    None = 0,

    /// <summary>A header, consumer, route or key said so.</summary>
    Declared = 1,

    /// <summary>Recognisers found it in the text.</summary>
    Detected = 2,

    /// <summary>A part that cannot be read (image, file, audio, address), under a strict policy.</summary>
    Uninspectable = 4,

    /// <summary>The scan failed or went over a bound: protected until proven otherwise.</summary>
    Error = 8,

    /// <summary>An earlier turn of the same conversation was of this class.</summary>
    Sticky = 16,
}
