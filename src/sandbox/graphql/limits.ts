import {
  getNamedType,
  getNullableType,
  GraphQLError,
  isObjectType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
} from 'graphql';

/** GitHub's limits (contract section 7): a page of 1 to 100, and 500,000 nodes a query. */
const MAX_PAGE = 100;
const MAX_NODES = 500_000;

type Variables = Readonly<Record<string, unknown>>;

/**
 * What GitHub's schema does not say: every connection needs `first` or `last`, from 1 to 100, and all pages together
 * may hold 500,000 nodes.
 */
export function checkPages(schema: GraphQLSchema, document: DocumentNode, variables: Variables): GraphQLError[] {
  const errors: GraphQLError[] = [];
  const info = new TypeInfo(schema);
  const sizes: number[] = [1];
  let nodes = 0;
  const enter = (field: FieldNode): void => {
    const type = info.getType();
    const named = type === null || type === undefined ? undefined : getNamedType(getNullableType(type));
    const connection = isObjectType(named) && named.name.endsWith('Connection') && 'pageInfo' in named.getFields();
    const outer = sizes.at(-1) ?? 1;
    const size = connection ? pageSize(field, variables, errors) : 1;
    if (connection) nodes += outer * size;
    sizes.push(outer * size);
  };
  visit(document, visitWithTypeInfo(info, { Field: { enter, leave: () => void sizes.pop() } }));
  if (nodes > MAX_NODES) {
    const message = `By the time this query traverses to the last connection, it is requesting up to ${nodes} possible nodes which exceeds the maximum limit of ${MAX_NODES}.`;
    errors.push(new GraphQLError(message, { extensions: { type: 'MAX_NODE_LIMIT_EXCEEDED' } }));
  }
  return errors;
}

function pageSize(field: FieldNode, variables: Variables, errors: GraphQLError[]): number {
  const name = field.name.value;
  const given = (field.arguments ?? []).filter((one) => one.name.value === 'first' || one.name.value === 'last');
  const sizes = given.map((one) => valueOf(one, variables)).filter((one) => one !== undefined);
  const [size] = sizes;
  if (size === undefined) {
    const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
    errors.push(new GraphQLError(message, { nodes: field, extensions: { type: 'MISSING_PAGINATION_BOUNDARIES' } }));
  } else if (size < 1 || size > MAX_PAGE) {
    const message = `Requesting ${size} records on the \`${name}\` connection exceeds the \`first\` limit of ${MAX_PAGE} records.`;
    errors.push(new GraphQLError(message, { nodes: field, extensions: { type: 'EXCESSIVE_PAGINATION' } }));
  }
  return size ?? 1;
}

function valueOf(argument: ArgumentNode, variables: Variables): number | undefined {
  const { value } = argument;
  if (value.kind === Kind.INT) return Number(value.value);
  const given = value.kind === Kind.VARIABLE ? variables[value.name.value] : undefined;
  return typeof given === 'number' ? given : undefined;
}
