namespace Gatehouse.Protocols.Jose.Keys;

/// <summary>
/// Objects that only one thread at a time may use, such as <see cref="System.Security.Cryptography.RSA"/>. Renting and returning
/// take no lock; when all are in use, one more is made and dropped afterwards.
/// </summary>
internal sealed class KeyPool<T>(Func<T> create)
    where T : class, IDisposable
{
    private readonly T?[] _idle = new T?[Math.Clamp(Environment.ProcessorCount * 2, 4, 64)];

    public T Rent()
    {
        // Threads begin at different places, so they usually find the object they returned.
        int start = Environment.CurrentManagedThreadId;
        for (int i = 0; i < _idle.Length; i++)
        {
            ref T? slot = ref _idle[(start + i) % _idle.Length];
            if (slot is not null && Interlocked.Exchange(ref slot, null) is { } found)
            {
                return found;
            }
        }

        return create();
    }

    public void Return(T item)
    {
        int start = Environment.CurrentManagedThreadId;
        for (int i = 0; i < _idle.Length; i++)
        {
            ref T? slot = ref _idle[(start + i) % _idle.Length];
            if (slot is null && Interlocked.CompareExchange(ref slot, item, null) is null)
            {
                return;
            }
        }

        item.Dispose();
    }
}
