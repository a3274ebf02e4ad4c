namespace Gatehouse.Control.Distribution;

/// <summary>How a load ended.</summary>
public enum LoadStatus
{
    /// <summary>The configuration serves.</summary>
    Applied,

    /// <summary>Its hash is that of the configuration that serves already, and the caller asked to skip it then.</summary>
    Unchanged,

    /// <summary>It has errors, and nothing changed.</summary>
    Invalid,

    /// <summary>Another load is running, and the caller did not want to wait.</summary>
    Busy,
}
