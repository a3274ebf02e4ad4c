namespace Gatehouse.Control.Listening;

/// <summary>The names under which the control APIs show themselves.</summary>
internal static class ControlProduct
{
    /// <summary>The version of Kong whose behaviour is offered; clients read the first two numbers.</summary>
    public const string KongVersion = "3.9.1";

    public const string Server = "kong/" + KongVersion;
}
