namespace Gatehouse.Settings;

/// <summary>How the text of a setting is read.</summary>
internal enum SettingKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary><c>on</c>, <c>off</c>, <c>true</c> or <c>false</c>.</summary>
    Switch,

    /// <summary>A whole number within a range.</summary>
    Integer,

    /// <summary>Seconds as Kong writes them (<c>60</c>, <c>0.5</c>) or with a unit as nginx does (<c>75s</c>, <c>1m</c>, <c>500ms</c>).</summary>
    Duration,

    /// <summary>Bytes as nginx writes them: <c>0</c>, <c>8k</c>, <c>8m</c>, <c>1g</c>.</summary>
    Size,

    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>Several values: a YAML sequence, or separated by commas (<c>\,</c> is a comma within a value).</summary>
    List,

    /// <summary>A list of listen addresses with flags, or <c>off</c>.</summary>
    Listen,

    /// <summary>A file or directory. Relative ones count from the settings file, or from the working directory for environment variables.</summary>
    Path,

    /// <summary>A log destination: <c>off</c>, a device or a file; relative ones count from <c>prefix</c>.</summary>
    Log,
}
