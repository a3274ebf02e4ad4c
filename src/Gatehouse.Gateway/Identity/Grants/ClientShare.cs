using Gatehouse.Core.Secrets;

namespace Gatehouse.Gateway.Identity.Grants;

/// <summary>The codes and tokens of one client in the order they were issued. Used under the lock of <see cref="MemoryTokenStore"/>.</summary>
internal sealed class ClientShare
{
    private Queue<SecretDigest> _inOrder = new();

    /// <summary>Those that are still kept.</summary>
    public int Count { get; set; }

    public void Add(SecretDigest digest, Func<SecretDigest, bool> isKept)
    {
        // What was dropped from the middle stays in the queue; now and then it is made anew.
        if (_inOrder.Count > (2 * Count) + 64)
        {
            _inOrder = new Queue<SecretDigest>(_inOrder.Where(isKept));
        }

        _inOrder.Enqueue(digest);
        Count++;
    }

    /// <summary>The oldest that is kept. There must be one.</summary>
    public SecretDigest Oldest(Func<SecretDigest, bool> isKept)
    {
        SecretDigest digest;
        do
        {
            digest = _inOrder.Dequeue();
        }
        while (!isKept(digest));
        return digest;
    }
}
