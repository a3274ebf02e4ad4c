using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Hygiene;

namespace Gatehouse.Gateway.Identity;

/// <summary>
/// Verifies passwords whose hashes are slow on purpose, off the loops: a few at a time, a bounded number waiting in all and of one
/// address, the same password of the same hash once however many ask. What was right is remembered (<see cref="VerifiedPasswords"/>).
/// </summary>
internal sealed class PasswordChecks(int workers = 0, int waiting = 256, int waitingPerAddress = 8) : IThreadPoolWorkItem
{
    // Half of the cores: the loops need theirs.
    private readonly int _workers = workers > 0 ? workers : Math.Max(1, Environment.ProcessorCount / 2);
    private readonly ConcurrentDictionary<(SecretDigest Stored, SecretDigest Password), Task<bool>> _running = new();
    private readonly Lock _lock = new();
    private readonly Queue<Job> _queue = new();
    private readonly Dictionary<ulong, int> _byAddress = [];
    private int _active;

    /// <summary>Passwords that were verified.</summary>
    public VerifiedPasswords Verified { get; } = new();

    /// <summary>Whether the password is right, when that can be said at once; null when it takes a <see cref="CheckAsync"/>.</summary>
    public bool? CheckAtOnce(StoredPassword stored, ReadOnlySpan<byte> password)
        => !stored.IsSlow ? stored.Verify(password) : Verified.Contains(stored, SecretDigest.Keyed(password)) ? true : null;

    /// <summary>Whether the password is right; null when too many are being verified.</summary>
    public async ValueTask<bool?> CheckAsync(StoredPassword stored, byte[] password, IPAddress client)
    {
        var digest = SecretDigest.Keyed(password);
        var key = (stored.Identity, digest);
        if (_running.TryGetValue(key, out var running))
        {
            CryptographicOperations.ZeroMemory(password);
            return await running;
        }

        var job = new Job(key, stored, password, ClientNetwork.KeyOf(client));
        if (!TryEnqueue(job))
        {
            CryptographicOperations.ZeroMemory(password);
            return null;
        }

        return await job.Done.Task;
    }

    /// <inheritdoc/>
    public void Execute()
    {
        while (TryTake(out var job))
        {
            bool isRight = false;
            try
            {
                isRight = job.Stored.Verify(job.Password);
                if (isRight)
                {
                    Verified.Add(job.Stored, job.Key.Password);
                }
            }
            finally
            {
                CryptographicOperations.ZeroMemory(job.Password);
                _running.TryRemove(job.Key, out _);
                job.Done.SetResult(isRight);
            }
        }
    }

    private bool TryEnqueue(Job job)
    {
        lock (_lock)
        {
            int own = _byAddress.GetValueOrDefault(job.Address);
            if (_queue.Count >= waiting || own >= waitingPerAddress)
            {
                return false;
            }

            _byAddress[job.Address] = own + 1;
            _queue.Enqueue(job);
            _running.TryAdd(job.Key, job.Done.Task);
            if (_active >= _workers)
            {
                return true;
            }

            _active++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    private bool TryTake(out Job job)
    {
        lock (_lock)
        {
            if (!_queue.TryDequeue(out job!))
            {
                _active--;
                return false;
            }

            if (--_byAddress[job.Address] == 0)
            {
                _byAddress.Remove(job.Address);
            }

            return true;
        }
    }

    private sealed record Job((SecretDigest Stored, SecretDigest Password) Key, StoredPassword Stored, byte[] Password, ulong Address)
    {
        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
