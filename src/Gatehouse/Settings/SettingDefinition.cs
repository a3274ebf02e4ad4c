namespace Gatehouse.Settings;

/// <summary>One row of the settings table: everything known of a key, for parsing, for the reference and for <c>GET /</c>.</summary>
/// <param name="Key">Kong's name of the key, or our own.</param>
/// <param name="Kind">How its text is read.</param>
/// <param name="Default">Default as text; null = unset.</param>
/// <param name="Summary">Meaning, unit and range in one sentence.</param>
internal sealed record SettingDefinition(string Key, SettingKind Kind, string? Default, string Summary)
{
    /// <summary>Accepted words of a <see cref="SettingKind.Choice"/>.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Accepted words that are understood but served differently, each with the sentence of its warning.</summary>
    public IReadOnlyDictionary<string, string> Tolerated { get; init; } = new Dictionary<string, string>();

    /// <summary>Smallest value of a number, in the unit of the key.</summary>
    public long Min { get; init; }

    /// <summary>Largest value of a number, in the unit of the key.</summary>
    public long Max { get; init; } = int.MaxValue;

    /// <summary>A word that is accepted beside a number, for example <c>auto</c>.</summary>
    public string? Word { get; init; }

    /// <summary>What to do about a wrong value, where the kind alone does not say it.</summary>
    public string? Remedy { get; init; }

    /// <summary>Never shown in errors, in logs or by the Admin API.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Ours, not one of Kong's.</summary>
    public bool IsOwn { get; init; }

    /// <summary>The key this one is another name of.</summary>
    public string? AliasOf { get; init; }

    /// <summary>Why the key is accepted with a warning and otherwise ignored; null = used.</summary>
    public string? IgnoredBecause { get; init; }
}
