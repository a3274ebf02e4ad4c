namespace Gatehouse.Gateway.Upstreams;

/// <summary>Whether an address may be chosen.</summary>
internal enum TargetState
{
    /// <summary>It may.</summary>
    Eligible,

    /// <summary>It may not.</summary>
    Ejected,

    /// <summary>One exchange may try it; whoever is first makes it <see cref="Ejected"/> again until the result is in.</summary>
    Probing,
}
