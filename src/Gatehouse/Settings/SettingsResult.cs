namespace Gatehouse.Settings;

/// <summary>What reading the settings gave: settings when there is no error.</summary>
public sealed record SettingsResult
{
    /// <summary>The settings, null when <see cref="Errors"/> is not empty.</summary>
    public NodeSettings? Settings { get; init; }

    /// <summary>Every error, in the order of the sources.</summary>
    public IReadOnlyList<SettingError> Errors { get; init; } = [];

    /// <summary>Every warning: ignored keys, tolerated values.</summary>
    public IReadOnlyList<SettingError> Warnings { get; init; } = [];
}
