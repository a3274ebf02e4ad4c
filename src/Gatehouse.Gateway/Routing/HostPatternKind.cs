namespace Gatehouse.Gateway.Routing;

/// <summary>How a <see cref="HostPattern"/> compares.</summary>
internal enum HostPatternKind
{
    /// <summary>The whole host.</summary>
    Exact,

    /// <summary><c>*.x</c>: the host ends with <c>.x</c>, at any depth.</summary>
    Suffix,

    /// <summary><c>x.*</c>: the host starts with <c>x.</c>.</summary>
    Prefix,
}
