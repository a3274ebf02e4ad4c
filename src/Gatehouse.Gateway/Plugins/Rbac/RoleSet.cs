namespace Gatehouse.Gateway.Plugins.Rbac;

/// <summary>A set of roles by their index, 0 to 255.</summary>
internal struct RoleSet
{
    /// <summary>Most roles of an instance.</summary>
    public const int MaxRoles = 256;

    private ulong _a, _b, _c, _d;

    /// <summary>Whether it has none.</summary>
    public readonly bool IsEmpty => (_a | _b | _c | _d) == 0;

    /// <summary>Puts a role in.</summary>
    public void Add(int role)
    {
        ulong bit = 1UL << (role & 63);
        switch (role >> 6)
        {
            case 0: _a |= bit; break;
            case 1: _b |= bit; break;
            case 2: _c |= bit; break;
            case 3: _d |= bit; break;
            default: throw new ArgumentOutOfRangeException(nameof(role));
        }
    }

    /// <summary>Puts all of another set in.</summary>
    public void Add(in RoleSet other)
    {
        _a |= other._a;
        _b |= other._b;
        _c |= other._c;
        _d |= other._d;
    }

    /// <summary>Whether the sets share a role.</summary>
    public readonly bool Overlaps(in RoleSet other)
        => ((_a & other._a) | (_b & other._b) | (_c & other._c) | (_d & other._d)) != 0;
}
