namespace Gatehouse.Core.Plugins;

/// <summary>The phases a plugin takes part in. What is not declared costs nothing: the compiled chain leaves it out.</summary>
[Flags]
public enum PluginPhases
{
    None = 0,

    /// <summary>After hygiene, before routing; global instances only.</summary>
    Rewrite = 1,

    /// <summary>After routing; may answer.</summary>
    Access = 2,

    /// <summary>Sees each piece of the request body while it streams; may stop it.</summary>
    RequestBody = 4,

    /// <summary>The answer's head, before it is written; also for answers the gateway makes itself.</summary>
    ResponseHead = 8,

    /// <summary>Sees and may change each piece of the response body; its length becomes unknown.</summary>
    ResponseBody = 16,

    /// <summary>After the last byte, exactly once for each exchange.</summary>
    Log = 32,

    /// <summary>The head of the upstream's final answer is here and none of it was sent; may wait, and refuse to pass it on.</summary>
    UpstreamHead = 64,
}
