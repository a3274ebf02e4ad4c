namespace Gatehouse.Core.Configuration;

/// <summary>How routes are written and ranked (Kong's <c>router_flavor</c>).</summary>
public enum RouterFlavor
{
    /// <summary>Kong's default since 3.0.</summary>
    TraditionalCompatible,

    /// <summary>The router before 3.0.</summary>
    Traditional,

    /// <summary>Routes may carry an <c>expression</c>.</summary>
    Expressions,
}
