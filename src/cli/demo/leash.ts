/** Preloaded into the demo's children: they end in order when the demo is gone, even when it was killed and told nobody. */
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
