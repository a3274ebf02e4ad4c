namespace Gatehouse.Core.Validation;

/// <summary>What a host text is.</summary>
public enum HostKind
{
    Name,
    Ipv4,
    Ipv6,
}
