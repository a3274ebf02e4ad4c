using Gatehouse.Core.Secrets;

namespace Gatehouse.Gateway.Identity;

/// <summary>
/// What passwords of names that nobody has are compared with, so that the time of an answer does not tell which names there are. Stored
/// forms differ in what they cost by a factor of a hundred thousand, and migrations mix them: an unknown name costs as much as some
/// known one, each cost as often as known names have it, and always the same.
/// </summary>
internal sealed class PasswordDecoys
{
    private readonly (StoredPassword Like, long End)[] _shares;

    /// <param name="passwords">Those that there are.</param>
    public PasswordDecoys(IEnumerable<StoredPassword> passwords)
    {
        long end = 0;
        _shares = [.. passwords.GroupBy(static p => p.Cost).Select(g => (g.First(), end += g.LongCount()))];
    }

    /// <summary>What to compare the password of an unknown name with; it is never right.</summary>
    public StoredPassword For(ReadOnlySpan<byte> name)
    {
        if (_shares.Length == 0)
        {
            return StoredPassword.Unusable;
        }

        // Keyed: nobody outside can tell which one a name would get.
        long place = SecretDigest.Keyed(name).Bucket % _shares[^1].End;
        int i = 0;
        while (place >= _shares[i].End)
        {
            i++;
        }

        // One for each name, as with known names: equal attempts under way are verified once, and others are not.
        return _shares[i].Like.MakeDecoy(name);
    }
}
