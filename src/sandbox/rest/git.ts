import { emailOf, WEB_FLOW } from '../accounts.ts';
import { deleteRef, listRefs, writeBlob, writeCommit, writeTree, type TreeChange } from '../git-write.ts';
import { moveBranch } from '../pulls.ts';
import { pushRefusal } from '../push-rules.ts';
import { notFound, refuse, validationFailed, type Refusal } from '../refusal.ts';
import { commitShape, refShape, treeShape } from '../shapes/git.ts';
import { repositoryUrl } from '../shapes/repository.ts';
import type { Answer, RepositoryCall } from '../world.ts';
import { text, type Handlers } from './handler.ts';

const READ = [{ contents: 'read' }] as const;
const WRITE = [{ contents: 'write' }] as const;
const OID = /^[0-9a-f]{40}$/;
/** GitHub takes no larger blob by this way (contract section 5). */
const MAX_BLOB = 40 * 1024 * 1024;

export const gitHandlers: Handlers = {
  'git/create-blob': { for: 'repository', needs: WRITE, run: createBlob },
  'git/create-tree': { for: 'repository', needs: WRITE, run: createTree },
  'git/create-commit': { for: 'repository', needs: WRITE, run: createCommit },
  'git/get-commit': {
    for: 'repository',
    needs: READ,
    async run(call) {
      const { world, repository, parameters } = call;
      const oid = parameters['commit_sha'] ?? '';
      const object = OID.test(oid) ? await repository.git.read(oid) : undefined;
      if (object?.type !== 'commit') throw notFound('/git/commits#get-a-commit-object');
      return { status: 200, body: commitShape(world.url, repository, await repository.git.commitInfo(oid)) };
    },
  },
  'git/get-ref': {
    for: 'repository',
    needs: READ,
    async run(call) {
      const ref = `refs/${call.parameters['ref'] ?? ''}`;
      const object = await call.repository.git.read(ref);
      if (object === undefined) throw notFound('/git/refs#get-a-reference');
      return { status: 200, body: refShape(call.world.url, call.repository, ref, object.oid, object.type) };
    },
  },
  'git/list-matching-refs': {
    for: 'repository',
    needs: READ,
    async run({ world, repository, parameters }) {
      const refs = await listRefs(repository.git.directory, `refs/${parameters['ref'] ?? ''}`);
      return { status: 200, body: refs.map(({ ref, oid, type }) => refShape(world.url, repository, ref, oid, type)) };
    },
  },
  'git/create-ref': { for: 'repository', needs: WRITE, run: createRef },
  'git/update-ref': { for: 'repository', needs: WRITE, run: updateRef },
  'git/delete-ref': {
    for: 'repository',
    needs: WRITE,
    async run({ repository, parameters }) {
      const ref = `refs/${parameters['ref'] ?? ''}`;
      if ((await repository.git.resolve(ref)) === undefined) throw refuse(422, 'Reference does not exist');
      await deleteRef(repository.git.directory, ref);
      return { status: 204 };
    },
  },
};

async function createBlob(call: RepositoryCall): Promise<Answer> {
  const content = Buffer.from(text(call, 'content') ?? '', text(call, 'encoding') === 'base64' ? 'base64' : 'utf8');
  if (content.length > MAX_BLOB) throw failed('Blob', 'content', 'content is too large');
  const sha = await writeBlob(call.repository.git.directory, content);
  return { status: 201, body: { sha, url: `${repositoryUrl(call.world.url, call.repository)}/git/blobs/${sha}` } };
}

interface WantedEntry {
  readonly path?: string;
  readonly mode?: string;
  readonly type?: string;
  readonly sha?: string | null;
  readonly content?: string;
}

async function createTree(call: RepositoryCall): Promise<Answer> {
  const { git } = call.repository;
  const entries = call.body['tree'] as readonly WantedEntry[];
  const wantedBase = text(call, 'base_tree');
  const base = wantedBase === undefined ? undefined : await git.resolve(`${wantedBase}^{tree}`);
  if (wantedBase !== undefined && base === undefined) throw refuse(404, 'Not Found', '/git/trees#create-a-tree');
  const paths = entries.map(({ path }) => path);
  if (new Set(paths).size !== paths.length) throw failed('Tree', 'tree', 'tree.path contains duplicate entries');
  const changes: TreeChange[] = [];
  for (const entry of entries) changes.push(await treeChange(call, entry, base));
  const tree = await writeTree(git.directory, base, changes);
  if (tree === undefined) throw failed('Tree', 'tree', 'tree.path contains a malformed path component');
  return { status: 201, body: await treeShape(call.world.url, call.repository, tree, false) };
}

async function treeChange(call: RepositoryCall, entry: WantedEntry, base: string | undefined): Promise<TreeChange> {
  const { git } = call.repository;
  const { path = '', mode = '', sha, content } = entry;
  if (path === '' || mode === '') throw failed('Tree', 'tree', 'tree.path and tree.mode must be given');
  if (content !== undefined && sha !== undefined)
    throw failed('Tree', 'tree', 'Must supply either tree.sha or tree.content');
  if (content !== undefined) return { path, mode, oid: await writeBlob(git.directory, Buffer.from(content)) };
  if (sha === null) {
    const there = base === undefined ? undefined : await git.read(`${base}:${path}`);
    if (there === undefined) throw failed('Tree', 'tree', `tree.path ${path} does not exist`);
    return { path, mode, oid: null };
  }
  // A submodule's commit lives in another repository.
  const known = mode === '160000' || (sha !== undefined && OID.test(sha) && (await git.read(sha)) !== undefined);
  if (sha === undefined || !known) throw failed('Tree', 'tree', `tree.sha ${sha ?? ''} does not exist`);
  return { path, mode, oid: sha };
}

interface WantedPerson {
  readonly name?: string;
  readonly email?: string;
  readonly date?: string;
}

/** Signed by GitHub, as an App's bot, only when nobody else is named (contract section 5). */
async function createCommit(call: RepositoryCall): Promise<Answer> {
  const { world, repository, account, body } = call;
  const { git } = repository;
  const tree = text(call, 'tree') ?? '';
  if (!OID.test(tree) || (await git.read(tree))?.type !== 'tree')
    throw failed('Commit', 'tree', 'Tree SHA does not exist');
  const parents = (body['parents'] ?? []) as readonly string[];
  for (const parent of parents) {
    if (!OID.test(parent) || (await git.read(parent))?.type !== 'commit') {
      throw failed('Commit', 'parents', 'Parent SHA does not exist or is not a commit object');
    }
  }
  const author = body['author'] as WantedPerson | undefined;
  const committer = body['committer'] as WantedPerson | undefined;
  const own = { name: account.login, email: emailOf(account) };
  const signed = author === undefined && committer === undefined && body['signature'] === undefined;
  const oid = await writeCommit(git.directory, tree, {
    parents,
    message: text(call, 'message') ?? '',
    author: { ...own, ...named(author) },
    committer: signed ? WEB_FLOW : { ...own, ...named(author), ...named(committer) },
    at: Math.floor((author?.date === undefined ? world.now() : Date.parse(author.date)) / 1000),
  });
  if (signed && account.type === 'Bot') repository.verified.add(oid);
  return { status: 201, body: commitShape(world.url, repository, await git.commitInfo(oid)) };
}

function named({ name, email }: WantedPerson = {}): { name?: string; email?: string } {
  return { ...(name === undefined ? {} : { name }), ...(email === undefined ? {} : { email }) };
}

async function createRef(call: RepositoryCall): Promise<Answer> {
  const [ref, sha] = [text(call, 'ref') ?? '', text(call, 'sha') ?? ''];
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  if (branch === undefined) throw refuse(422, 'Reference name must start with refs/heads/ here');
  await checkCommit(call, sha);
  await checkRules(call, branch, undefined, sha);
  const made = await moveBranch(call.world, call.repository, { branch, before: undefined, after: sha }, call.account);
  if (!made) throw refuse(422, 'Reference already exists', '/git/refs#create-a-reference');
  return { status: 201, body: refShape(call.world.url, call.repository, ref, sha, 'commit') };
}

/** A fast-forward unless forced; then the lock is the branch's own place between reading and writing. */
async function updateRef(call: RepositoryCall): Promise<Answer> {
  const { world, repository, parameters } = call;
  const sha = text(call, 'sha') ?? '';
  const branch = (parameters['ref'] ?? '').replace(/^heads\//, '');
  const before = await repository.git.resolveCommit(`refs/heads/${branch}`);
  if (before === undefined) throw refuse(422, 'Reference does not exist', '/git/refs#update-a-reference');
  await checkCommit(call, sha);
  if (call.body['force'] !== true && !(await repository.git.isAncestor(before, sha))) throw notForward();
  await checkRules(call, branch, before, sha);
  if (!(await moveBranch(world, repository, { branch, before, after: sha }, call.account))) throw notForward();
  return { status: 200, body: refShape(world.url, repository, `refs/heads/${branch}`, sha, 'commit') };
}

function notForward(): Refusal {
  return refuse(422, 'Update is not a fast forward', '/git/refs#update-a-reference');
}

async function checkCommit(call: RepositoryCall, sha: string): Promise<void> {
  const object = OID.test(sha) ? await call.repository.git.read(sha) : undefined;
  if (object?.type !== 'commit') throw refuse(422, 'Object does not exist', '/git/refs#update-a-reference');
}

async function checkRules(
  call: RepositoryCall,
  branch: string,
  before: string | undefined,
  sha: string,
): Promise<void> {
  if (call.actor.kind !== 'token') return;
  const reason = await pushRefusal(call.repository, call.actor.token, branch, before, sha);
  if (reason !== undefined) throw refuse(422, reason, '/git/refs#update-a-reference');
}

function failed(resource: string, field: string, message: string): Refusal {
  return validationFailed([{ resource, field, code: 'custom', message }], '/git');
}
